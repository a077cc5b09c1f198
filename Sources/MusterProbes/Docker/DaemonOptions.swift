internal import MusterModel

/// What dockerd was told: the members of daemon.json and the flags of its unit,
/// which dockerd takes together (dockerd, "Daemon configuration file").
struct DaemonOptions: Sendable {
    /// The file that dockerd reads where no flag names another.
    static let file = "/etc/docker/daemon.json"

    /// Members of the file, by name.
    private var members: [String: JSONValue] = [:]
    /// The flags, in their order; a flag without a value is on.
    private var flags: [(name: String, value: String)] = []
    /// Where they came from, in the order of reading.
    private(set) var origins: [String] = []

    /// Nothing told.
    init() {}

    /// Adds daemon.json.
    /// - Throws: malformed where it is no JSON object, which keeps dockerd from
    ///   starting.
    mutating func read(json text: String, from path: String) throws(Absence) {
        origins.append(path)
        // dockerd takes an empty file for one without settings.
        if text.trimmingSpace.isEmpty { return }
        do {
            guard case .object(let members) = try JSONReader.value(in: text.utf8) else {
                throw Absence(.malformed, "\(path): no JSON object")
            }
            self.members = members
        } catch {
            throw Absence(.malformed, "\(path): \(error)")
        }
    }

    /// Adds the words of a command line; the first is the program.
    mutating func read(command words: [String], from path: String) {
        origins.append(path)
        var rest = words.dropFirst()
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "-" else { continue }
            let name = Self.long[word] ?? String(word.drop { $0 == "-" })
            if let equals = name.firstIndex(of: "=") {
                flags.append((String(name[..<equals]), String(name[name.index(after: equals)...])))
            } else if Self.switches.contains(name) {
                flags.append((name, "true"))
            } else if let value = rest.popFirst() {
                flags.append((name, value))
            }
        }
    }

    /// The file that a flag names.
    var fileOfFlag: String? { flags.last { $0.name == "config-file" }?.value }

    /// A switch; nil where nothing was told. The file has `experimental`, the
    /// command line `--experimental` or `--experimental=false`.
    func flag(_ name: String) -> Bool? {
        if let flag = flags.last(where: { $0.name == name }) {
            return ["true", "1", "t", "TRUE", "True", "T"].contains(flag.value)
        }
        if case .bool(let value)? = members[name] { return value }
        return nil
    }

    /// A word; nil where nothing was told, and where it is empty, which means the
    /// default.
    func word(_ name: String) -> String? {
        let word = flags.last { $0.name == name }?.value ?? members[name]?.text
        return word?.isEmpty == true ? nil : word
    }

    /// Several words, of the flag given once for each and of the file's list.
    func words(flag: String, member: String) -> [String] {
        let told = flags.filter { $0.name == flag }.map(\.value)
        return told + (members[member]?.elements ?? []).compactMap(\.text)
    }

    /// The default limits of containers, `nofile=1024:4096`, sorted.
    var limits: [String] {
        var limits = flags.filter { $0.name == "default-ulimit" }.map(\.value)
        if case .object(let table)? = members["default-ulimits"] {
            for (name, limit) in table {
                let soft = limit["Soft"]?.number.map(String.init) ?? "?"
                let hard = limit["Hard"]?.number.map(String.init) ?? "?"
                limits.append("\(name)=\(soft):\(hard)")
            }
        }
        return limits.sorted()
    }

    /// Short spellings.
    private static let long = [
        "-H": "host", "-s": "storage-driver", "-g": "data-root", "-G": "group",
    ]

    /// Flags that stand without a value (dockerd --help).
    private static let switches: Set<String> = [
        "D", "cri-containerd", "debug", "experimental", "icc", "init", "ip-forward", "ip-masq",
        "iptables",
        "ip6tables", "ipv6", "live-restore", "no-new-privileges", "raw-logs", "rootless",
        "selinux-enabled", "tls", "tlsverify", "userland-proxy", "validate", "v", "version",
        "help",
    ]
}
