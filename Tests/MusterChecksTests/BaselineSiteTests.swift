import MusterModel
import Testing

@testable import MusterChecks

/// The baseline's checks of isolation, docker, batch system and middleware.
struct BaselineSiteTests {
    private static let docker = [
        "docker.daemon.installed": "yes", "runtime.docker.daemon": "yes",
        "docker.socket.open": "no", "docker.socket.mode": "0660", "docker.network.open": "no",
        "docker.network.hosts": "fd://", "docker.security.remapped": "no",
        "docker.security.authorized": "no", "docker.mounts.exposed": "yes",
        "docker.mounts.shared": "/home,/ceph",
    ]

    // MARK: isolation

    @Test(arguments: [
        ("0", Outcome.pass), ("1", .warn), ("2", .pass), ("3", .warn), ("?absent", .inapplicable),
    ])
    func setuidMemoryIsNotLeftBehind(value: String, outcome: Outcome) {
        let node = Node.healthy.with(["isolation.suid.dumpable": value])
        #expect(node.outcome("isolation.dumpable") == outcome)
    }

    @Test(arguments: [
        ("yes", "v2", Outcome.pass), ("cpu,memory", "v2", .pass), ("none", "v2", .pass),
        ("no", "v2", .warn), ("no", "v1", .inapplicable), ("?forbidden", "v2", .unknown),
    ])
    func controlGroupsAreDelegated(delegate: String, layout: String, outcome: Outcome) {
        let node = Node.healthy.with([
            "isolation.cgroup.delegate": delegate, "kernel.cgroup.layout": layout,
        ])
        #expect(node.outcome("isolation.delegation") == outcome)
        let none = node.with(["isolation.cgroup.unit": "?absent"])
        #expect(none.outcome("isolation.delegation") == .inapplicable)
    }

    @Test(arguments: [
        ("yes", "no", Outcome.pass), ("no", "yes", .pass), ("no", "no", .warn),
        ("no", "?forbidden", .unknown), ("?absent", "no", .inapplicable),
    ])
    func logsAreKept(persistent: String, forwarded: String, outcome: Outcome) {
        let node = Node.healthy.with([
            "isolation.trace.persistent": persistent, "isolation.trace.forwarded": forwarded,
        ])
        #expect(node.outcome("isolation.journal") == outcome)
    }

    @Test(arguments: [
        ("8 MiB", Outcome.warn), ("16 MiB", .pass), ("64 MiB", .pass), ("?absent", .inapplicable),
    ])
    func theSessionFolderHasRoom(size: String, outcome: Outcome) {
        let node = Node.healthy.subject(
            "runtime.installation", "/usr/bin/apptainer", ["sessiondir": size])
        #expect(node.outcome("isolation.session", "/usr/bin/apptainer") == outcome)
    }

    // MARK: docker

    @Test(arguments: [("yes", Outcome.fail), ("no", .pass), ("?absent", .inapplicable)])
    func anOpenSocketIsUnfit(open: String, outcome: Outcome) {
        let node = Node.healthy.with(["docker.socket.open": open, "docker.socket.mode": "0666"])
        #expect(node.outcome("docker.socket") == outcome)
        #expect(node.judged()?.verdict == (outcome == .fail ? .unfit : .ready))
    }

    @Test(arguments: [
        ("yes", "yes", Outcome.fail), ("no", "yes", .pass), ("yes", "no", .inapplicable),
        ("?malformed", "yes", .unknown),
    ])
    func anOpenPortIsUnfit(open: String, runs: String, outcome: Outcome) {
        let node = Node.healthy.with(Self.docker).with([
            "docker.network.open": open, "runtime.docker.daemon": runs,
        ])
        #expect(node.outcome("docker.network") == outcome)
    }

    @Test(arguments: [
        ("yes", "no", "no", Outcome.warn), ("no", "no", "no", .pass), ("yes", "yes", "no", .pass),
        ("yes", "no", "yes", .pass), ("?forbidden", "no", "no", .unknown),
    ])
    func sharedFileSystemsAreKeptFromRoot(
        exposed: String, remapped: String, authorized: String, outcome: Outcome
    ) throws {
        let node = Node.healthy.with(Self.docker).with([
            "docker.mounts.exposed": exposed, "docker.security.remapped": remapped,
            "docker.security.authorized": authorized,
        ])
        #expect(node.outcome("docker.shared") == outcome)
        if outcome == .warn {
            #expect(try #require(node.remedy("docker.shared")).contains("/ceph, /home"))
        }
    }

    // MARK: batch system

    private func node(_ name: String, _ facts: [String: String]) -> Node {
        Node.healthy.with(["batch.systems.list": name]).subject("batch.system", name, facts)
    }

    @Test(arguments: [
        ("always", "/cvmfs/x", Outcome.pass), ("always", "?absent", .fail),
        ("conditional", "?absent", .fail), ("never", "?absent", .inapplicable),
        ("always", "?unsupported", .fail), ("?unsupported", "?absent", .unknown),
    ])
    func aDefaultContainerNeedsAnImage(container: String, image: String, outcome: Outcome) {
        let node = node(
            "htcondor",
            ["container": container, "image-expression": image, "control-groups": "yes"])
        #expect(node.outcome("batch.image", "htcondor") == outcome)
    }

    @Test(arguments: [
        ("htcondor", "no", "BASE_CGROUP=", Outcome.warn, "BASE_CGROUP = htcondor"),
        ("slurm", "no", "ProctrackType=linuxproc", .warn, "ProctrackType=proctrack/cgroup"),
        ("slurm", "no", "CgroupPlugin=disabled", .warn, "cgroup.conf"),
        ("slurm", "yes", "ProctrackType=cgroup", .pass, ""),
        ("pbs", "?unsupported", "?unsupported", .inapplicable, ""),
        ("slurm", "?forbidden", "?forbidden", .unknown, "ProctrackType"),
    ])
    func jobsHaveControlGroups(
        name: String, grouped: String, tracking: String, outcome: Outcome, remedy: String
    ) {
        let node = node(
            name,
            [
                "container": "never", "image-expression": "?absent", "control-groups": grouped,
                "tracking": tracking,
            ])
        #expect(node.outcome("batch.control-groups", name) == outcome)
        let shown = node.remedy("batch.control-groups", name) ?? ""
        #expect(shown.isEmpty == remedy.isEmpty)
        #expect(remedy.isEmpty || shown.contains(remedy))
    }

    // MARK: middleware

    @Test(arguments: [("0", Outcome.warn), ("1", .pass), ("?absent", .inapplicable)])
    func authoritiesAreInstalled(count: String, outcome: Outcome) {
        let node = Node.healthy.with(["middleware.ca.count": count])
        #expect(node.outcome("middleware.ca") == outcome)
    }

    @Test(arguments: [
        ("90", "0", Outcome.pass), ("90", "1", .warn), ("0", "0", .inapplicable),
        ("?absent", "?absent", .inapplicable), ("90", "?absent", .unknown),
    ])
    func revocationListsAreFresh(count: String, expired: String, outcome: Outcome) {
        let node = Node.healthy.with([
            "middleware.crl.count": count, "middleware.crl.expired": expired,
            "middleware.crl.overdue": "2 h",
        ])
        #expect(node.outcome("middleware.crl") == outcome)
    }

    /// "Middleware is missing, needs to be provided through the container": a minimal
    /// host passes, and so does one whose jobs run in a container by default.
    @Test(arguments: [
        ("yes", "never", "", Outcome.pass), ("no", "always", "", .pass), ("no", "never", "", .warn),
        ("no", "never", "gfal-copy,voms-proxy-init,xrdcp", .pass),
        ("no", "never", "gfal-copy,xrdcp", .warn), ("no", "never", "?forbidden", .unknown),
    ])
    func middlewareComesFromSomewhere(
        minimal: String, container: String, tools: String, outcome: Outcome
    ) {
        let node = Node.healthy
            .subjects("cvmfs.repository", Node.repositories, ["accessible": "no"])
            .subject("batch.system", "htcondor", ["container": container])
            .with(["system.host.minimal": minimal, "middleware.tools.list": tools])
        #expect(node.outcome("middleware.tools") == outcome)
    }
}
