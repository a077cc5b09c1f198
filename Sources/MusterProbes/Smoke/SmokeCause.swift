/// What the known failure texts of runtimes mean, by names that a check can give a
/// remedy for.
///
/// Each pattern was read where its row says. Runtimes end with 1, 125, 126 or 255
/// for everything, and some with 0: their text is all there is to go by.
struct SmokeCause: Sendable {
    /// The cause's name, `bind-point`.
    let name: String
    /// Texts of which all have to occur, in lower case.
    let texts: [String]

    private init(_ name: String, _ texts: String...) {
        self.name = name
        self.texts = texts
    }

    /// The cause that the text of a failed start names; nil where it names none.
    static func named(in text: String) -> String? {
        let plain = text.lowercased()
        return table.first { row in row.texts.allSatisfy { plain.contains($0) } }?.name
    }

    /// Every name that a row of the table gives.
    static var names: Set<String> { Set(table.map(\.name)) }

    /// The first row that fits counts: special texts stand before general ones.
    private static let table: [SmokeCause] = charliecloud + podman + docker + apptainer + pilot

    /// Charliecloud 0.31, as it says it: `ch-run[PID]: error: …`.
    private static let charliecloud = [
        SmokeCause("userns-exhausted", "can't init user+mount namespaces", "no space left"),
        SmokeCause("userns-refused", "can't init user+mount namespaces"),
        SmokeCause("bind-source", "can't bind: source not found"),
        SmokeCause("image-incomplete", "can't bind: destination not found"),
        SmokeCause("bind-point", "can't mkdir", "read-only file system"),
        SmokeCause("bind-point", "can't mkdir", "under existing bind-mount"),
        SmokeCause("exec-format", "can't execve(2)", "exec format error"),
        SmokeCause("no-shell", "can't execve(2)", "no such file or directory"),
        SmokeCause("image-format", "ch-run", "unknown image type"),
        SmokeCause("image-missing", "ch-run", "can't stat", "no such file or directory"),
    ]

    /// Podman 4.3 and crun 1.8, as they say it.
    private static let podman = [
        SmokeCause("subuid", "/etc/subuid", "keep-id requires"),
        SmokeCause("subuid", "newuidmap", "operation not permitted"),
        SmokeCause("cgroups", "crun", "cgroup"),
        SmokeCause("cgroups", "runc", "cgroup"),
        SmokeCause("open-files", "rlimit_nofile"),
        SmokeCause("image-owner", "/etc/mtab", "permission denied"),
        SmokeCause("network", "slirp4netns"),
        SmokeCause("network", "pasta", "executable file not found"),
        SmokeCause("exec-format", "exec format error"),
    ]

    /// Docker's client (docs.docker.com, "Linux post-installation steps").
    private static let docker = [
        SmokeCause("daemon-refused", "permission denied", "docker daemon socket"),
        SmokeCause("daemon-refused", "permission denied", "docker api"),
        SmokeCause("daemon-absent", "cannot connect to the docker daemon"),
        SmokeCause("image-missing", "unable to find image"),
    ]

    /// Apptainer 1.4.5, as it says it.
    private static let apptainer = [
        SmokeCause("no-account", "couldn't determine user account information"),
        SmokeCause("userns-exhausted", "user namespace", "no space left"),
        SmokeCause("userns-refused", "failed to create user namespace"),
        SmokeCause("bind-source", "while mounting", "mount source", "doesn't exist"),
        SmokeCause("image-format", "image format not recognized"),
        SmokeCause("image-missing", "could not open image", "no such file or directory"),
        SmokeCause("architecture", "image's architecture", "could not run"),
        SmokeCause("no-shell", "stat /bin/sh: no such file or directory"),
    ]

    /// ATLAS pilot, pilot/common/errorcodes.py with the texts of its container
    /// module: 1308, 1307, 1309, 1340, 1345, 1348, 1325, 1372, 1377, 1306.
    private static let pilot = [
        SmokeCause("bind-point", "not mounting requested bind point"),
        SmokeCause("loop-devices", "no more available loop devices"),
        SmokeCause("userns-refused", "failed invoking the newuser namespace runtime"),
        SmokeCause("processes", "resource temporarily unavailable"),
        SmokeCause("not-installed", "singularity is not installed"),
        SmokeCause("not-installed", "apptainer is not installed"),
        SmokeCause("disk-full", "no space left on device"),
        SmokeCause("image-mount", "failed to mount image"),
        SmokeCause("image-mount", "error: while mounting"),
        SmokeCause("denied", "operation not permitted"),
    ]
}
