internal import MusterModel

/// The facts that the daemon's settings give, and what each says.
enum DaemonFacts {
    private static let sources = FactCard(
        "docker.config.sources", .list,
        "What told dockerd its settings: the unit's file and daemon.json.")
    private static let remap = FactCard(
        "docker.security.userns-remap", .string,
        "Whose subordinate ids root of a container becomes: default or user:group; absent where "
            + "root stays root.")
    private static let remapped = FactCard(
        "docker.security.remapped", .bool,
        "Whether root inside a container is an ordinary user outside.")
    private static let noNewPrivileges = FactCard(
        "docker.security.no-new-privileges", .bool,
        "Whether setuid programs give nothing inside containers, unless asked otherwise.")
    private static let authorization = FactCard(
        "docker.security.authorization", .list,
        "The plugins that may refuse a request, such as one to mount a shared file system.")
    private static let authorized = FactCard(
        "docker.security.authorized", .bool, "Whether there is such a plugin.")
    private static let seccomp = FactCard(
        "docker.security.seccomp", .string,
        "The filter of system calls: builtin, unconfined or a file.")
    private static let hosts = FactCard(
        "docker.network.hosts", .list, "Where the daemon listens by its settings; fd:// is systemd."
    )
    private static let isOpen = FactCard(
        "docker.network.open", .bool,
        "Whether the daemon listens on TCP without asking for certificates.")
    private static let iptables = FactCard(
        "docker.network.iptables", .bool, "Whether the daemon writes rules of the firewall.")
    private static let liveRestore = FactCard(
        "docker.service.live-restore", .bool,
        "Whether containers go on while the daemon is restarted for an update.")
    private static let experimental = FactCard(
        "docker.service.experimental", .bool, "Whether experimental features are on.")
    private static let limits = FactCard(
        "docker.service.limits", .list,
        "Default limits of every container, name=soft:hard, sorted.")
    private static let storage = FactCard(
        "docker.service.storage", .string,
        "The storage driver that is set; absent where the daemon chooses.")
    private static let root = FactCard(
        "docker.service.data-root", .string, "Where images and containers are kept.")
    private static let logs = FactCard(
        "docker.service.log-driver", .string, "Where containers' output goes; json-file by default."
    )

    /// Every one of them.
    static let cards = [
        sources, remap, remapped, noNewPrivileges, authorization, authorized, seccomp, hosts,
        isOpen, iptables,
        liveRestore, experimental, limits, storage, root, logs,
    ]

    /// Writes all of them down; all are missing where the settings are.
    static func note(_ told: Result<DaemonOptions, Absence>, in notes: inout Notes) {
        let origin = (try? told.get().origins.last) ?? DaemonOptions.file
        func note(_ card: FactCard, _ look: (DaemonOptions) throws(Absence) -> FactValue) {
            notes.note(card, settled: told.trying(look), from: origin)
        }
        note(sources) { .list($0.origins) }
        note(remap) { (options) throws(Absence) in
            guard let user = options.word("userns-remap") else {
                throw Absence(.absent, "userns-remap is not set: root stays root")
            }
            return .string(user)
        }
        note(remapped) { .bool($0.word("userns-remap") != nil || $0.flag("rootless") == true) }
        note(noNewPrivileges) { .bool($0.flag("no-new-privileges") ?? false) }
        note(authorization) { .list(plugins(of: $0)) }
        note(authorized) { .bool(!plugins(of: $0).isEmpty) }
        note(seccomp) { .string($0.word("seccomp-profile") ?? "builtin") }
        note(hosts) { .list(listening($0)) }
        note(isOpen) { options in
            let tcp = listening(options).contains { $0.hasPrefix("tcp:") }
            return .bool(tcp && options.flag("tlsverify") != true)
        }
        note(iptables) { .bool($0.flag("iptables") ?? true) }
        note(liveRestore) { .bool($0.flag("live-restore") ?? false) }
        note(experimental) { .bool($0.flag("experimental") ?? false) }
        note(limits) { .list($0.limits) }
        note(storage) { (options) throws(Absence) in
            guard let driver = options.word("storage-driver") else {
                throw Absence(.absent, "storage-driver is not set: the daemon chooses")
            }
            return .string(driver)
        }
        note(root) { .string($0.word("data-root") ?? $0.word("graph") ?? "/var/lib/docker") }
        note(logs) { .string($0.word("log-driver") ?? "json-file") }
    }

    private static func plugins(of options: DaemonOptions) -> [String] {
        options.words(flag: "authorization-plugin", member: "authorization-plugins").sorted()
    }

    private static func listening(_ options: DaemonOptions) -> [String] {
        let told = options.words(flag: "host", member: "hosts")
        return told.isEmpty ? ["unix:///run/docker.sock"] : told.sorted()
    }
}
