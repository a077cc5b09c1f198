public import MusterModel

extension AuditReport {
    /// One audit writes no more entries on findings than this; the summary counts
    /// the rest. Far below journald's rate limit of 10,000 in 30 s
    /// (journald.conf(5), `RateLimitBurst=`).
    public static let journalledFindingsAtMost = 200

    /// What an audit tells the journal: an entry for every finding that neither
    /// passed nor is inapplicable, worst first, equal ones of several profiles
    /// once; then the summary.
    public var journalEntries: [JournalEntry] {
        let open = findings.filter(\.finding.isOpen)
        let told = open.prefix(Self.journalledFindingsAtMost)
        return told.map(entry) + [summary(of: open, leftOut: open.count - told.count)]
    }

    /// What the journal is told of one finding.
    func entry(on shared: SharedFinding) -> JournalEntry {
        let finding = shared.finding
        let event = finding.event
        let evidence = finding.evidence.map {
            "\($0.found), asked: \($0.wanted)"
        }.joined(separator: "; ")
        let sources = shared.sources.map { "\($0.text), \($0.date)" }.joined(separator: "; ")
        var fields = [
            JournalField("MUSTER_CHECK", finding.check),
            JournalField("MUSTER_FINDING", finding.name),
            JournalField("MUSTER_OUTCOME", finding.outcome.rawValue),
            JournalField("MUSTER_LEVEL", finding.level.rawValue),
            JournalField("MUSTER_EVIDENCE", evidence.orNone),
            JournalField("MUSTER_SOURCE", sources),
            JournalField("MUSTER_REASON", finding.reason),
            JournalField("MUSTER_REMEDY", finding.remedy ?? "no change is known"),
        ]
        if let subject = finding.subject { fields.append(JournalField("MUSTER_SUBJECT", subject)) }
        if let amendment = finding.amendment {
            fields.append(JournalField("MUSTER_AMENDMENT", amendment))
        }
        if let waiver = finding.waiver {
            let words = "\(waiver.reason) (\(waiver.owner), until \(waiver.until))"
            fields.append(JournalField("MUSTER_WAIVER", words))
        }
        let found = finding.evidence.first.map { " (\($0.found))" } ?? ""
        return JournalEntry(
            event, "\(finding.label) \(finding.name): \(finding.title)\(found)",
            priority: finding.priority, fields + common(judgements { shared.profiles.contains($0) })
        )
    }

    /// The summary of an audit.
    func summary(of open: [SharedFinding], leftOut: Int) -> JournalEntry {
        let verdicts = judgements.map { "\($0.profile) \($0.summary)" }.joined(separator: "; ")
        let rest = leftOut > 0 ? "; \(leftOut) findings are not in the journal" : ""
        let spoken = verdicts.isEmpty ? "no profile was asked" : verdicts
        let remedy = open.lazy.compactMap(\.finding.remedy).first
        return JournalEntry(
            .auditDone, spoken + rest, priority: verdict?.priority ?? 5,
            [
                JournalField("MUSTER_VERDICTS", spoken),
                JournalField("MUSTER_PARTIAL", isPartial ? "yes" : "no"),
                JournalField(
                    "MUSTER_REMEDY",
                    remedy ?? "nothing has to be changed"
                        + (isPartial ? " in the part that was judged" : "")),
                JournalField("MUSTER_FINDINGS_OPEN", String(open.count)),
                JournalField("MUSTER_FINDINGS_LEFT_OUT", String(leftOut)),
                JournalField("MUSTER_TROUBLES", troubles.joined(separator: "; ").orNone),
                JournalField("MUSTER_POLICY", policy.words),
                JournalField("MUSTER_REMARKS", remarks.joined(separator: "; ").orNone),
                JournalField("MUSTER_DURATION_USEC", String(took.microseconds)),
                JournalField("MUSTER_WAITED_USEC", String(waited.time.microseconds)),
            ] + common(judgements))
    }

    private func judgements(_ isMeant: (String) -> Bool) -> [Judgement] {
        judgements.filter { isMeant($0.profile) }
    }

    /// What every entry says: profiles with their worst verdict, vantage, sheet.
    func common(_ judgements: [Judgement]) -> [JournalField] {
        let profiles = judgements.map(\.profile)
        var fields = [
            JournalField("MUSTER_PROFILES", profiles.joined(separator: ", ").orNone),
            JournalField("MUSTER_VERDICT", judgements.map(\.verdict).max()?.rawValue ?? "none"),
            JournalField("MUSTER_VANTAGE", sheet.vantage.description),
            JournalField("MUSTER_SHEET_SHA256", sheet.digest.text),
            JournalField("MUSTER_VERSION", version),
        ]
        if let queue = belonging.queue { fields.append(JournalField("MUSTER_QUEUE", queue.text)) }
        if let site { fields.append(JournalField("MUSTER_SITE", site)) }
        return fields + profiles.prefix(32).map { JournalField("MUSTER_PROFILE", $0) }
    }
}

extension Finding {
    /// The kind of entry that reports the finding.
    fileprivate var event: JournalEvent {
        if isHung { return .mountHung }
        return switch outcome {
        case .fail: .findingFail
        case .warn: .findingWarn
        case .waived: .findingWaived
        case .unknown, .pass, .inapplicable: .findingUnknown
        }
    }

    /// As syslog(3) has it: 3 error, 4 warning, 5 notice.
    var priority: Int {
        switch outcome {
        case .fail: 3
        case .unknown: isHung ? 3 : 4
        case .warn: 4
        case .waived, .pass, .inapplicable: 5
        }
    }
}

extension Verdict {
    /// As syslog(3) has it: 3 error, 4 warning, 5 notice, 6 information.
    var priority: Int {
        switch self {
        case .ready: 6
        case .degraded: 5
        case .undetermined: 4
        case .unfit: 3
        }
    }
}

extension String {
    /// The text, or a word where there is none: the catalog prints it.
    fileprivate var orNone: String { isEmpty ? "none" : self }
}

extension Duration {
    /// Whole microseconds, rounded down.
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
