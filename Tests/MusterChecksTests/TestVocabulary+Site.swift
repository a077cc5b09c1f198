internal import MusterModel

/// The words of the probes about how a site runs its nodes.
extension TestVocabulary {
    static let isolation = ProbeCard(
        "isolation", "?", sources: [],
        facts: [
            FactCard("isolation.suid.dumpable", .integer, "?"),
            FactCard("isolation.cgroup.unit", .string, "?"),
            FactCard("isolation.cgroup.delegate", .string, "?"),
            FactCard("isolation.trace.persistent", .bool, "?"),
            FactCard("isolation.trace.forwarded", .bool, "?"),
        ])

    static let docker = ProbeCard(
        "docker", "?", sources: [],
        facts: [
            FactCard("docker.daemon.installed", .bool, "?"),
            FactCard("docker.socket.open", .bool, "?"),
            FactCard("docker.socket.mode", .string, "?"),
            FactCard("docker.network.open", .bool, "?"),
            FactCard("docker.network.hosts", .list, "?"),
            FactCard("docker.security.remapped", .bool, "?"),
            FactCard("docker.security.authorized", .bool, "?"),
            FactCard("docker.mounts.shared", .paths, "?", keeping: .gauge),
            FactCard("docker.mounts.exposed", .bool, "?", keeping: .gauge),
        ])

    static let batch = ProbeCard(
        "batch", "?", sources: [],
        facts: [
            FactCard("batch.system.container", .string, "?"),
            FactCard("batch.system.image-expression", .string, "?"),
            FactCard("batch.system.control-groups", .bool, "?"),
            FactCard("batch.system.tracking", .list, "?"),
        ],
        subjects: [
            SubjectCard(
                "batch.system",
                roster: FactCard("batch.systems.list", .list, "?"), "?")
        ])

    static let middleware = ProbeCard(
        "middleware", "?", sources: [],
        facts: [
            FactCard("middleware.ca.count", .integer, "?"),
            FactCard("middleware.crl.count", .integer, "?", keeping: .gauge),
            FactCard("middleware.crl.expired", .integer, "?", keeping: .gauge),
            FactCard("middleware.crl.overdue", .duration, "?", keeping: .gauge),
            FactCard("middleware.tools.list", .list, "?"),
        ])
}
