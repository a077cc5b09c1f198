internal import MusterModel

/// The facts about what can be told afterwards, and what each says.
enum TraceFacts {
    private static let auditd = FactCard(
        "isolation.trace.auditd", .bool,
        "Whether auditd runs: the process of /run/auditd.pid has its name.")
    private static let calls = FactCard(
        "isolation.trace.calls", .list,
        "The system calls that audit rules record of every process, sorted; none where a rule "
            + "task,never suppresses all.")
    private static let jobs = FactCard(
        "isolation.trace.jobs", .list,
        "Those that are recorded also for processes without a login, as the jobs of a batch daemon "
            + "are: rules with auid!=unset pass them over.")
    private static let suppressed = FactCard(
        "isolation.trace.suppressed", .bool,
        "Whether a rule task,never keeps every new process from being recorded.")
    private static let locked = FactCard(
        "isolation.trace.locked", .bool,
        "Whether the rules end with -e 2, so that nobody changes them before the next boot.")
    private static let accounting = FactCard(
        "isolation.trace.accounting", .bool,
        "Whether process accounting has written into its file.")
    private static let storage = FactCard(
        "isolation.trace.storage", .string,
        "Where journald keeps the journal, by Storage=: auto, persistent, volatile or none.")
    private static let persistent = FactCard(
        "isolation.trace.persistent", .bool, "Whether the journal outlives the next boot.")
    private static let forwarded = FactCard(
        "isolation.trace.forwarded", .bool,
        "Whether rsyslog or journald send the logs to another machine.")
    private static let forwarders = FactCard(
        "isolation.trace.forwarders", .list,
        "The files that say so, of rsyslog and systemd-journal-upload.")

    /// Every one of them.
    static let cards = [
        auditd, calls, jobs, suppressed, locked, accounting, storage, persistent, forwarded,
        forwarders,
    ]

    /// Writes all of them down.
    static func note(_ node: any NodeView, isHiding: Bool, in notes: inout Notes) async {
        await notes.note(auditd, from: "/run/auditd.pid") { () async throws(Absence) in
            .bool(try await AuditTrail.isDaemonRunning(on: node, hidden: isHiding))
        }
        let rules = await Result.of { () async throws(Absence) in
            try await AuditTrail.rules(on: node)
        }
        let origin = "/etc/audit"
        notes.note(calls, settled: rules.map { .list($0.calls) }, from: origin)
        notes.note(jobs, settled: rules.map { .list($0.callsOfJobs) }, from: origin)
        notes.note(suppressed, settled: rules.map { .bool($0.isSuppressed) }, from: origin)
        notes.note(locked, settled: rules.map { .bool($0.isLocked) }, from: origin)
        await notes.note(accounting, from: "/var/account/pacct") { () async throws(Absence) in
            .bool(try await AuditTrail.hasAccounting(on: node))
        }
        let journal = await Result.of { () async throws(Absence) in
            try await AuditTrail.journal(on: node)
        }
        notes.note(
            storage, settled: journal.map { .string($0.storage.rawValue) }, from: "journald.conf")
        notes.note(
            persistent, settled: journal.map { .bool($0.isPersistent) }, from: "journald.conf")
        let files = await Result.of { () async throws(Absence) in
            try await LogForwarding.files(on: node)
        }
        notes.note(forwarded, settled: files.map { .bool(!$0.isEmpty) }, from: "/etc/rsyslog.conf")
        notes.note(forwarders, settled: files.map(FactValue.list), from: "/etc/rsyslog.conf")
    }
}
