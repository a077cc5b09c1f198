internal import MusterModel

/// What the node keeps about the processes of jobs: the audit system, process
/// accounting, the journal.
enum AuditTrail {
    /// Whether auditd runs: the process of its PID file has its name.
    /// - Throws: not-tried where nothing runs, or inside a container, whose
    ///   processes are others; forbidden where hidepid hides it.
    static func isDaemonRunning(on node: any NodeView, hidden: Bool) async throws(Absence) -> Bool {
        guard node.vantage.place != .container else {
            throw Absence(.notTried, "/run/auditd.pid: inside a container")
        }
        guard try await node.exists("/proc/1/mountinfo") else {
            throw Absence(.notTried, "/proc: nothing runs here")
        }
        let path = "/run/auditd.pid"
        do throws(Absence) {
            let pid = try await node.number(of: path)
            return try await node.word(of: "/proc/\(pid)/comm") == "auditd"
        } catch  where error.reason == .absent {
            if hidden, !node.vantage.isRoot, try await node.exists(path) {
                throw Absence(.forbidden, "/proc: hidepid hides the processes of others")
            }
            return false
        }
    }

    /// The rules that augenrules puts together: those of rules.d in the order of
    /// their names; without any those of audit.rules.
    /// - Throws: absent where the audit system is not installed; why a file could
    ///   not be read.
    static func rules(on node: any NodeView) async throws(Absence) -> AuditRules {
        var rules = AuditRules()
        var files: [String] = []
        do throws(Absence) {
            let folder = "/etc/audit/rules.d"
            files = try await node.names(in: folder).filter { $0.hasSuffix(".rules") }
                .prefix(filesAtMost).map { "\(folder)/\($0)" }
        } catch  where error.reason == .absent {}
        if files.isEmpty { files = ["/etc/audit/audit.rules"] }
        for file in files { rules.read(try await node.text(of: file)) }
        return rules
    }

    /// Rule files; more are cut.
    private static let filesAtMost = 100

    /// The files that process accounting writes, by distribution (accton(8)).
    static let accountingFiles = ["/var/account/pacct", "/var/log/account/pacct"]

    /// Whether process accounting has written something.
    /// - Throws: why a file could not be looked at.
    static func hasAccounting(on node: any NodeView) async throws(Absence) -> Bool {
        for path in accountingFiles {
            do throws(Absence) {
                if try await node.attributes(of: path).size > 0 { return true }
            } catch  where error.reason == .absent {}
        }
        return false
    }

    /// Where journald keeps the journal, and whether that outlives the next boot.
    /// - Throws: absent without systemd; malformed for an unknown setting.
    static func journal(
        on node: any NodeView
    ) async throws(Absence) -> (storage: JournalStorage, isPersistent: Bool) {
        let storage: JournalStorage
        do throws(Absence) {
            storage = try JournalStorage(
                try await SettingsFile.read(
                    "journald.conf", in: SettingsFile.daemonFolders, on: node))
        } catch  where error.reason == .absent {
            guard try await isManaged(node) else { throw error }
            storage = .auto
        }
        let folder = storage == .auto ? try await node.exists("/var/log/journal") : false
        return (storage, storage.isPersistent(folderExists: folder))
    }

    /// Newer systems ship no journald.conf at all.
    private static func isManaged(_ node: any NodeView) async throws(Absence) -> Bool {
        for path in ["/usr/lib/systemd/systemd-journald", "/lib/systemd/systemd-journald"]
        where try await node.exists(path) {
            return true
        }
        return false
    }
}
