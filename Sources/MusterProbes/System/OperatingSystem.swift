internal import MusterModel

/// Which operating system is installed, from os-release(5) or the release files of
/// older systems.
struct OperatingSystem: Hashable, Sendable {
    /// The lower-case word of the distribution, `almalinux`, `sles`.
    let id: String
    /// The version; nil where the system has none, as Debian testing.
    let version: String?
    /// The name for people.
    let name: String
    /// The distributions it descends from, nearest first.
    let ancestors: [String]
    /// The edition within the distribution, `coreos`; nil where none is written.
    let variant: String?

    /// Words of ID and ID_LIKE to families; anything else is a family of its own.
    private static let families: [String: String] = [
        "rhel": "rhel", "centos": "rhel", "fedora": "rhel", "scientific": "rhel",
        "rocky": "rhel", "almalinux": "rhel", "ol": "rhel", "rhcos": "rhel",
        "debian": "debian", "ubuntu": "debian",
        "suse": "suse", "sles": "suse", "sled": "suse", "opensuse": "suse",
        "arch": "arch", "gentoo": "gentoo", "alpine": "alpine",
    ]

    /// The family of distributions, `rhel` for AlmaLinux.
    var family: String {
        ([id] + ancestors).lazy.compactMap { Self.families[$0] }.first ?? ancestors.last ?? id
    }

    /// Reads the text of an os-release file; of repeated keys the last counts.
    /// - Throws: malformed without ID and NAME.
    init(osRelease text: String, from source: String) throws(Absence) {
        var values: [Substring: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[parts[0]] = Self.unquoted(parts[1].trimmingSpace) }
        }
        guard let id = values["ID"], Self.isWord(id) else {
            throw Absence(.malformed, "\(source): no ID of an operating system")
        }
        self.id = id
        version = values["VERSION_ID"].flatMap { $0.isEmpty ? nil : $0 }
        name = values["PRETTY_NAME"] ?? values["NAME"] ?? id
        ancestors = (values["ID_LIKE"] ?? "").split(separator: " ").map(String.init)
        variant = values["VARIANT_ID"]
    }

    /// Reads `CentOS Linux release 7.9.2009 (Core)` or the first line of SuSE-release
    /// with its `VERSION` and `PATCHLEVEL`.
    /// - Throws: malformed for anything else.
    init(releaseFile text: String, from source: String) throws(Absence) {
        let lines = text.split(whereSeparator: \.isNewline)
        let first = lines.first.map { String($0.trimmingSpace) } ?? ""
        let words = first.split(separator: " ")
        name = first
        variant = nil
        if let at = words.firstIndex(of: "release"), at + 1 < words.count,
            words[at + 1].first?.isNumber == true
        {
            id = Self.enterpriseIDs.first { first.hasPrefix($0.0) }?.1 ?? "rhel"
            version = String(words[at + 1])
            ancestors = ["rhel"]
        } else if first.hasPrefix("SUSE") || first.hasPrefix("openSUSE") {
            let numbers = ["VERSION", "PATCHLEVEL"].compactMap { Self.value(of: $0, in: lines) }
            id = first.hasPrefix("SUSE") ? "sles" : "opensuse"
            version = numbers.isEmpty ? nil : numbers.joined(separator: ".")
            ancestors = ["suse"]
        } else {
            throw Absence(.malformed, "\(source): \(first.excerpt), needed NAME release VERSION")
        }
    }

    /// The same system with the longer version of its release file, `7.9.2009` where
    /// os-release says `7`.
    func refined(by other: OperatingSystem) -> OperatingSystem {
        guard let version, let longer = other.version, longer.hasPrefix(version + ".") else {
            return self
        }
        return OperatingSystem(self, version: longer)
    }

    private init(_ system: OperatingSystem, version: String) {
        (id, name, variant) = (system.id, system.name, system.variant)
        ancestors = system.ancestors
        self.version = version
    }

    /// The ids that these systems' later releases write into os-release.
    private static let enterpriseIDs = [
        ("CentOS", "centos"), ("Scientific", "scientific"), ("AlmaLinux", "almalinux"),
        ("Rocky", "rocky"), ("Oracle", "ol"), ("Fedora", "fedora"),
    ]

    private static func value(of key: String, in lines: [Substring]) -> Substring? {
        lines.lazy.compactMap { line -> Substring? in
            let parts = line.split(separator: "=", maxSplits: 1).map(\.trimmingSpace)
            return parts.count == 2 && parts[0] == key && !parts[1].isEmpty ? parts[1] : nil
        }.first
    }

    /// An id as os-release(5) allows it.
    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0)
            }
    }

    /// A value without its shell quotes and backslashes.
    private static func unquoted(_ text: Substring) -> String {
        var inner = text
        if let mark = text.first, mark == "\"" || mark == "'", text.count >= 2, text.last == mark {
            inner = text.dropFirst().dropLast()
        }
        var out = ""
        var escaped = false
        for character in inner {
            escaped = character == "\\" && !escaped
            if !escaped { out.append(character) }
        }
        return out
    }
}

extension OperatingSystem {
    /// Looks at os-release, then at the release files.
    /// - Throws: why the first file that is there does not say it.
    init(_ node: any NodeView) async throws(Absence) {
        let old = await Result.looked { () async throws(Absence) in
            let (text, path) = try await node.firstText(
                of: ["/etc/redhat-release", "/etc/SuSE-release"])
            return try OperatingSystem(releaseFile: text, from: path)
        }
        do throws(Absence) {
            let (text, path) = try await node.firstText(
                of: ["/etc/os-release", "/usr/lib/os-release"])
            let system = try OperatingSystem(osRelease: text, from: path)
            self = (try? old.get()).map(system.refined) ?? system
        } catch  where error.reason == .absent {
            if let trouble = old.absence { throw trouble.reason == .absent ? error : trouble }
            self = try old.get()
        }
    }
}
