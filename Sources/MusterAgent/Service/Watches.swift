internal import CLinux
internal import Glibc

/// What tells the service that the node has changed.
final class Watches {
    /// Folders and files whose change is a reason to look at everything again. Those that
    /// are not there are looked for again with every look.
    static let paths = [
        "/etc/sysctl.d", "/etc/sysctl.conf", "/etc/apptainer", "/etc/singularity",
        "/etc/singularity-ce", "/etc/cvmfs", "/etc/cvmfs/config.d", "/etc/cvmfs/default.d",
        "/etc/cvmfs/domain.d", "/etc/docker", "/etc/containers", "/etc/condor",
        "/etc/condor/config.d", "/etc/slurm", "/etc/modprobe.d", "/etc/subuid", "/etc/subgid",
        "/etc/grid-security", "/etc/muster", "/etc/muster/checks.d", "/etc/muster/probes.d",
    ]

    /// The few settings of the kernel that verdicts hang on; /proc tells no changes.
    static let settings = [
        "/proc/sys/user/max_user_namespaces", "/proc/sys/user/max_mnt_namespaces",
        "/proc/sys/user/max_pid_namespaces", "/proc/sys/user/max_net_namespaces",
        "/proc/sys/kernel/unprivileged_userns_clone",
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "/proc/sys/fs/mount-max", "/proc/sys/kernel/core_pattern",
    ]

    private let mounts: Int32
    private let files: Int32
    private var lastSettings: [[UInt8]]
    private var lastAsleep = AgentMoment.asleep
    private var settingsAt: AgentMoment

    private static let settingsPeriod: Duration = .seconds(60)
    /// The two clocks are read one after the other.
    private static let asleepAtLeast: Int64 = 5_000

    /// Watches from now on.
    init(at now: AgentMoment) {
        // Of the host; where /proc hides it, of our own namespace, which is its slave.
        let table = muster_openat(AT_FDCWD, "/proc/1/mountinfo", O_RDONLY)
        mounts = table >= 0 ? table : muster_openat(AT_FDCWD, "/proc/self/mountinfo", O_RDONLY)
        files = muster_watch_files()
        lastSettings = Self.readSettings()
        settingsAt = now + Self.settingsPeriod
        renew()
    }

    deinit {
        close(mounts)
        close(files)
    }

    /// What poll(2) is to watch: the mount table tells a change by an error.
    var watched: [pollfd] {
        [
            pollfd(fd: mounts, events: Int16(POLLPRI), revents: 0),
            pollfd(fd: files, events: Int16(POLLIN), revents: 0),
        ]
    }

    /// When ``changes(_:at:)`` has to look by itself.
    var wake: AgentMoment { settingsAt }

    /// What has changed, by what poll(2) answered to ``watched``.
    func changes(_ seen: ArraySlice<pollfd>, at now: AgentMoment) -> Set<Change> {
        var changes: Set<Change> = []
        for entry in seen where entry.revents != 0 {
            if entry.fd == mounts { changes.insert(.mounts) }
            if entry.fd == files, muster_drain_watch(files) != 0 { changes.insert(.files) }
        }
        let asleep = AgentMoment.asleep
        if asleep - lastAsleep > Self.asleepAtLeast { changes.insert(.resumed) }
        lastAsleep = asleep
        if now >= settingsAt {
            settingsAt = now + Self.settingsPeriod
            let settings = Self.readSettings()
            if settings != lastSettings { changes.insert(.settings) }
            lastSettings = settings
        }
        return changes
    }

    /// Watches what has come since; what is watched already stays so.
    func renew() {
        for path in Self.paths { _ = muster_watch(files, path) }
    }

    private static func readSettings() -> [[UInt8]] {
        settings.map { path in
            let file = muster_openat(AT_FDCWD, path, O_RDONLY)
            guard file >= 0 else { return [] }
            defer { close(file) }
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            return Array(buffer.prefix(max(0, count)))
        }
    }
}
