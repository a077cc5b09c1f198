internal import MusterModel

/// The words of all probes, written down apart from them: check files are tested
/// against this list, and a fact that a probe renames is noticed.
enum TestVocabulary {
    static let all = Vocabulary([
        kernel, system, userns, overlay, mounts, runtime, cvmfs, binds, images,
        isolation, docker, batch, middleware, rehearsal, smoke,
    ])

    private static let kernel = ProbeCard(
        "kernel", "?", sources: [],
        facts: [
            FactCard("kernel.release.version", .version, "?"),
            FactCard("kernel.release.package", .version, "?"),
            FactCard("kernel.release.family", .string, "?"),
            FactCard("kernel.machine.architecture", .string, "?"),
            FactCard("kernel.cgroup.layout", .string, "?"),
            FactCard("kernel.cgroup.controllers", .list, "?"),
            FactCard("kernel.vsyscall.mode", .string, "?"),
            FactCard("kernel.modules.blocked", .list, "?"),
            FactCard("kernel.modules.startable", .list, "?"),
            FactCard("kernel.feature.overlay", .string, "?"),
            FactCard("kernel.feature.squashfs", .string, "?"),
            FactCard("kernel.feature.fuse", .string, "?"),
            FactCard("kernel.feature.userns", .string, "?"),
            FactCard("kernel.feature.mntns", .string, "?"),
            FactCard("kernel.feature.pidns", .string, "?"),
            FactCard("kernel.feature.ipcns", .string, "?"),
            FactCard("kernel.feature.utsns", .string, "?"),
            FactCard("kernel.feature.netns", .string, "?"),
            FactCard("kernel.feature.cgroupns", .string, "?"),
            FactCard("kernel.feature.timens", .string, "?"),
            FactCard("kernel.feature.seccomp", .string, "?"),
            FactCard("kernel.feature.ia32", .string, "?"),
        ])

    private static let system = ProbeCard(
        "system", "?", sources: [],
        facts: [
            FactCard("system.os.id", .string, "?"),
            FactCard("system.os.version", .version, "?"),
            FactCard("system.os.name", .string, "?"),
            FactCard("system.cpu.level", .string, "?"),
            FactCard("system.cpu.cores", .integer, "?"),
            FactCard("system.memory.total", .bytes, "?"),
            FactCard("system.virtualisation.kind", .string, "?"),
            FactCard("system.host.minimal", .bool, "?"),
        ])

    private static let userns = ProbeCard(
        "userns", "?", sources: [],
        facts: [
            FactCard("userns.limit.user", .integer, "?"),
            FactCard("userns.limit.net", .integer, "?"),
            FactCard("userns.clone.allowed", .bool, "?"),
            FactCard("userns.apparmor.restricted", .bool, "?"),
            FactCard("userns.attempt.works", .bool, "?"),
            FactCard("userns.attempt.step", .string, "?"),
            FactCard("userns.attempt.error", .string, "?"),
            FactCard("userns.attempt.cause", .string, "?"),
        ])

    private static let overlay = ProbeCard(
        "overlay", "?", sources: [],
        facts: [
            FactCard("overlay.filesystem.registered", .bool, "?"),
            FactCard("overlay.privileged.works", .bool, "?"),
            FactCard("overlay.privileged.error", .string, "?"),
            FactCard("overlay.unprivileged.works", .bool, "?"),
            FactCard("overlay.unprivileged.error", .string, "?"),
            FactCard("overlay.unprivileged.step", .string, "?"),
            FactCard("overlay.directory.filesystem", .string, "?"),
            FactCard("overlay.directory.upper", .bool, "?"),
            FactCard("overlay.directory.reason", .string, "?"),
        ],
        subjects: [
            SubjectCard(
                "overlay.directory",
                roster: FactCard("overlay.directories.list", .list, "?"), "?")
        ])

    private static let mounts = ProbeCard(
        "mounts", "?", sources: [],
        facts: [
            FactCard("mounts.table.source", .string, "?"),
            FactCard("mounts.autofs.roots", .paths, "?"),
            FactCard("mounts.mount.point", .string, "?"),
            FactCard("mounts.mount.type", .string, "?"),
            FactCard("mounts.mount.propagation", .string, "?"),
            FactCard("mounts.mount.readonly", .bool, "?"),
            FactCard("mounts.mount.nosuid", .bool, "?"),
            FactCard("mounts.mount.nodev", .bool, "?"),
            FactCard("mounts.mount.noexec", .bool, "?"),
            FactCard("mounts.mount.answers", .bool, "?", keeping: .gauge),
            FactCard("mounts.mount.silent", .duration, "?", keeping: .gauge),
        ],
        subjects: [
            SubjectCard(
                "mounts.mount",
                roster: FactCard("mounts.mounts.list", .list, "?", keeping: .gauge), "?")
        ])

    private static let runtime = ProbeCard(
        "runtime", "?", sources: [],
        facts: [
            FactCard("runtime.installation.flavour", .string, "?"),
            FactCard("runtime.installation.version", .version, "?"),
            FactCard("runtime.installation.origin", .string, "?"),
            FactCard("runtime.installation.starter-setuid", .string, "?"),
            FactCard("runtime.installation.configuration", .string, "?"),
            FactCard("runtime.installation.configuration-trusted", .bool, "?"),
            FactCard("runtime.installation.allow-setuid", .bool, "?"),
            FactCard("runtime.installation.overlay", .string, "?"),
            FactCard("runtime.installation.underlay", .string, "?"),
            FactCard("runtime.installation.allow-user-ns", .bool, "?"),
            FactCard("runtime.installation.allow-pid-ns", .bool, "?"),
            FactCard("runtime.installation.allow-ipc-ns", .bool, "?"),
            FactCard("runtime.installation.mount-slave", .bool, "?"),
            FactCard("runtime.installation.bind-control", .bool, "?"),
            FactCard("runtime.installation.fusemount", .bool, "?"),
            FactCard("runtime.installation.bind-paths", .list, "?"),
            FactCard("runtime.installation.mount-home", .bool, "?"),
            FactCard("runtime.installation.mount-tmp", .bool, "?"),
            FactCard("runtime.installation.mount-dev", .string, "?"),
            FactCard("runtime.installation.loop-devices", .integer, "?"),
            FactCard("runtime.installation.sessiondir", .bytes, "?"),
            FactCard("runtime.installation.resolv-conf", .bool, "?"),
            FactCard("runtime.installation.limits", .list, "?"),
            FactCard("runtime.installation.changed", .list, "?"),
            FactCard("runtime.installation.unknown", .list, "?"),
            FactCard("runtime.route.installation", .string, "?"),
            FactCard("runtime.route.flavour", .string, "?"),
            FactCard("runtime.route.version", .version, "?"),
            FactCard("runtime.route.mode", .string, "?"),
            FactCard("runtime.route.origin", .string, "?"),
            FactCard("runtime.route.enabled", .bool, "?"),
            FactCard("runtime.route.overlay", .string, "?"),
            FactCard("runtime.route.underlay", .string, "?"),
            FactCard("runtime.route.pid-namespace", .bool, "?"),
            FactCard("runtime.route.bind-control", .bool, "?"),
            FactCard("runtime.route.mount-slave", .bool, "?"),
            FactCard("runtime.route.settings", .string, "?"),
            FactCard("runtime.engine.path", .string, "?"),
            FactCard("runtime.engine.version", .version, "?"),
            FactCard("runtime.docker.daemon", .bool, "?", keeping: .gauge),
            FactCard("runtime.docker.members", .list, "?"),
        ],
        subjects: [
            SubjectCard(
                "runtime.installation",
                roster: FactCard("runtime.installations.list", .list, "?"), "?"),
            SubjectCard(
                "runtime.route",
                roster: FactCard("runtime.routes.list", .list, "?"), "?"),
            SubjectCard(
                "runtime.engine",
                roster: FactCard("runtime.engines.list", .list, "?"), "?"),
        ])

    private static let cvmfs = ProbeCard(
        "cvmfs", "?", sources: [],
        facts: [
            FactCard("cvmfs.client.installed", .bool, "?"),
            FactCard("cvmfs.client.version", .version, "?"),
            FactCard("cvmfs.config.reader", .string, "?"),
            FactCard("cvmfs.config.unevaluated", .list, "?"),
            FactCard("cvmfs.config.repositories", .list, "?"),
            FactCard("cvmfs.config.proxy", .string, "?"),
            FactCard("cvmfs.config.profile", .string, "?"),
            FactCard("cvmfs.config.strict-mount", .bool, "?"),
            FactCard("cvmfs.config.repository", .string, "?"),
            FactCard("cvmfs.cache.base", .string, "?"),
            FactCard("cvmfs.cache.shared", .bool, "?"),
            FactCard("cvmfs.cache.alien", .string, "?"),
            FactCard("cvmfs.cache.limit", .bytes, "?"),
            FactCard("cvmfs.cache.limited", .bool, "?"),
            FactCard("cvmfs.cache.origin", .string, "?"),
            FactCard("cvmfs.cache.disk-total", .bytes, "?"),
            FactCard("cvmfs.cache.disk-free", .bytes, "?", keeping: .gauge),
            FactCard("cvmfs.autofs.map", .bool, "?"),
            FactCard("cvmfs.autofs.mounted", .bool, "?", keeping: .gauge),
            FactCard("cvmfs.repository.configured", .bool, "?"),
            FactCard("cvmfs.repository.quota", .bytes, "?"),
            FactCard("cvmfs.repository.mounted", .bool, "?", keeping: .gauge),
            FactCard("cvmfs.repository.accessible", .bool, "?", keeping: .gauge),
            FactCard("cvmfs.repository.version", .version, "?", keeping: .gauge),
            FactCard("cvmfs.repository.revision", .integer, "?", keeping: .gauge),
            FactCard("cvmfs.repository.proxy", .string, "?", keeping: .gauge),
            FactCard("cvmfs.repository.host", .string, "?", keeping: .gauge),
            FactCard("cvmfs.repository.io-errors", .integer, "?", keeping: .gauge),
            FactCard("cvmfs.repository.last-io-error", .duration, "?", keeping: .gauge),
            FactCard("cvmfs.repository.cleanups", .integer, "?", keeping: .gauge),
            FactCard("cvmfs.repository.cache-limit", .bytes, "?", keeping: .gauge),
            FactCard("cvmfs.repository.cache-used", .bytes, "?", keeping: .gauge),
        ],
        subjects: [
            SubjectCard(
                "cvmfs.repository",
                roster: FactCard("cvmfs.repositories.list", .list, "?", keeping: .gauge), "?")
        ])

    private static let binds = ProbeCard(
        "binds", "?", sources: [],
        facts: [
            FactCard("binds.bind.exists", .bool, "?"),
            FactCard("binds.bind.kind", .string, "?"),
            FactCard("binds.bind.readable", .bool, "?"),
            FactCard("binds.bind.writable", .bool, "?"),
            FactCard("binds.bind.filesystem", .string, "?"),
            FactCard("binds.bind.propagation", .string, "?"),
            FactCard("binds.bind.readonly", .bool, "?"),
        ],
        subjects: [
            SubjectCard(
                "binds.bind",
                roster: FactCard("binds.binds.list", .list, "?"), "?")
        ])

    private static let images = ProbeCard(
        "images", "?", sources: [],
        facts: [
            FactCard("images.images.on-cvmfs", .bytes, "?"),
            FactCard("images.servers.asked", .bool, "?"),
            FactCard("images.image.reference", .string, "?"),
            FactCard("images.image.reachable", .bool, "?"),
            FactCard("images.image.present", .bool, "?"),
            FactCard("images.image.readable", .bool, "?"),
            FactCard("images.image.format", .string, "?"),
            FactCard("images.image.architecture", .string, "?"),
            FactCard("images.image.native", .bool, "?"),
            FactCard("images.image.signature", .string, "?"),
            FactCard("images.image.signers", .list, "?"),
            FactCard("images.image.verifier", .string, "?"),
            FactCard("images.image.verifier-answer", .string, "?"),
            FactCard("images.image.built", .date, "?"),
            FactCard("images.image.generation", .string, "?"),
            FactCard("images.image.missing-bind-points", .list, "?"),
            FactCard("images.image.holds-bind-points", .bool, "?"),
        ],
        subjects: [
            SubjectCard(
                "images.image", roster: FactCard("images.images.list", .list, "?"), "?")
        ])

    private static let rehearsal = ProbeCard(
        "rehearsal", "?", sources: [],
        facts: [
            FactCard("rehearsal.run.works", .bool, "?"),
            FactCard("rehearsal.run.step", .string, "?"),
            FactCard("rehearsal.run.error", .string, "?"),
            FactCard("rehearsal.run.cause", .string, "?"),
            FactCard("rehearsal.run.layout", .string, "?"),
            FactCard("rehearsal.run.pid-isolated", .bool, "?"),
            FactCard("rehearsal.run.ipc-isolated", .bool, "?"),
            FactCard("rehearsal.run.host-hidden", .bool, "?"),
            FactCard("rehearsal.run.user-kept", .bool, "?"),
            FactCard("rehearsal.binds.shown", .paths, "?"),
            FactCard("rehearsal.binds.failed", .list, "?"),
        ])

    private static let smoke = ProbeCard(
        "smoke", "?", sources: [],
        facts: [
            FactCard("smoke.run.asked", .bool, "?"),
            FactCard("smoke.run.supplied", .bool, "?"),
            FactCard("smoke.route.kind", .string, "?"),
            FactCard("smoke.route.works", .bool, "?"),
            FactCard("smoke.route.cause", .string, "?"),
            FactCard("smoke.route.image", .string, "?"),
            FactCard("smoke.route.mode", .string, "?"),
            FactCard("smoke.route.user-kept", .bool, "?"),
            FactCard("smoke.route.pid-asked", .bool, "?"),
            FactCard("smoke.route.pid-isolated", .bool, "?"),
            FactCard("smoke.route.ipc-isolated", .bool, "?"),
            FactCard("smoke.route.binds-missing", .paths, "?"),
            FactCard("smoke.route.cvmfs", .bool, "?"),
            FactCard("smoke.route.fallbacks", .list, "?"),
            FactCard("smoke.route.message", .string, "?", keeping: .gauge),
        ],
        subjects: [
            SubjectCard(
                "smoke.route",
                roster: FactCard("smoke.routes.list", .list, "?"), "?")
        ])
}
