internal import MusterModel

/// Where the journal is kept (journald.conf(5), `Storage=`).
enum JournalStorage: String, Hashable, Sendable, CaseIterable {
    case volatile, persistent, auto, none

    /// The setting in the files of journald.
    /// - Throws: malformed for a word that journald does not know.
    init(_ settings: SettingsFile) throws(Absence) {
        guard let line = settings.last("Storage", in: "Journal") else {
            self = .auto
            return
        }
        guard let storage = Self(rawValue: line.value) else {
            throw Absence(
                .malformed, "\(line.origin): Storage=\(line.value.excerpt), needed persistent")
        }
        self = storage
    }

    /// Whether entries outlive the next boot; `auto` needs the folder.
    func isPersistent(folderExists: Bool) -> Bool {
        switch self {
        case .persistent: true
        case .auto: folderExists
        case .volatile, .none: false
        }
    }
}

/// Whether rsyslog or journald send the logs to another machine.
enum LogForwarding {
    /// rsyslog's files; more are cut.
    private static let filesAtMost = 100

    /// The files that name another machine, sorted; empty where none does.
    /// - Throws: why one of them could not be read.
    static func files(on node: any NodeView) async throws(Absence) -> [String] {
        var found: [String] = []
        for path in try await rsyslogFiles(on: node) {
            if sendsElsewhere(rsyslog: try await node.text(of: path)) { found.append(path) }
        }
        do throws(Absence) {
            let upload = try await SettingsFile.read(
                "journal-upload.conf", in: SettingsFile.daemonFolders, on: node)
            if let line = upload.last("URL", in: "Upload") { found.append(line.origin) }
        } catch  where error.reason == .absent {}
        return found.sorted()
    }

    /// Whether a line sends messages to another machine: `*.* @@host`, or the
    /// modules omfwd and omrelp (rsyslog.conf(5)).
    static func sendsElsewhere(rsyslog text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { raw in
            let line = raw.trimmingSpace
            if line.hasPrefix("#") { return false }
            let action = line.split { $0 == " " || $0 == "\t" }.dropFirst().first ?? ""
            return action.hasPrefix("@") || line.contains("\"omfwd\"")
                || line.contains("\"omrelp\"") || action.hasPrefix(":omrelp:")
        }
    }

    private static func rsyslogFiles(on node: any NodeView) async throws(Absence) -> [String] {
        var paths: [String] = []
        do throws(Absence) {
            let names = try await node.names(in: "/etc/rsyslog.d")
            paths = names.filter { $0.hasSuffix(".conf") }.prefix(filesAtMost)
                .map { "/etc/rsyslog.d/\($0)" }
        } catch  where error.reason == .absent {}
        if try await node.exists("/etc/rsyslog.conf") { paths.append("/etc/rsyslog.conf") }
        return paths
    }
}
