public import MusterModel

/// What is new since the last look, and what the journal is told about it.
public struct Comparison: Sendable {
    /// How much of a difference it is.
    public let kind: SpoolEntry.Kind
    /// Whether a report is made of it: of every whole look, so that a collector sees that
    /// the node lives, and of what is new. A brief look at a node that is as it was
    /// costs nobody anything.
    public let isReported: Bool
    /// For the journal: an entry a change, at most ``entriesAtMost``, then the summary
    /// where a look was by every probe.
    public let entries: [JournalEntry]
    /// What is remembered for the next time.
    public let memory: Memory

    /// One look writes no more entries than this: journald's own bound is far higher,
    /// and nobody reads more.
    public static let entriesAtMost = 20

    /// A judged report beside what was known before.
    ///
    /// - Parameters:
    ///   - before: nil for the first look of this incarnation.
    ///   - known: what is known now, its verdicts and findings still the old ones.
    ///   - drains: what it changed about drains, which the journal is told first.
    public init(
        _ report: AuditReport, look: Look, before: Memory?, known: Memory,
        drains: [DrainChange] = []
    ) {
        var memory = known
        memory.verdicts = Dictionary(
            report.judgements.map { ($0.profile, $0.verdict.rawValue) },
            uniquingKeysWith: { first, _ in first })
        memory.findings = Self.findings(of: report)
        self.memory = memory
        let old = before ?? Memory()
        let verdicts = report.judgements.filter {
            old.verdicts[$0.profile] != $0.verdict.rawValue
        }
        let changed = Set(
            memory.findings.filter { old.findings[$0.key] != $0.value }.map(\.key))
        let cleared = old.findings.keys.filter { memory.findings[$0] == nil }.sorted()
        let digests = memory.sections.mapValues(\.digest)
        if !verdicts.isEmpty {
            kind = .verdict
        } else if !changed.isEmpty || !cleared.isEmpty
            || digests != old.sections.mapValues(\.digest)
        {
            kind = .change
        } else {
            kind = .same
        }
        let troubles = Self.troubles(memory, old)
        let told =
            drains.map(report.entry)
            + verdicts.map { report.entry(on: $0, before: old.verdicts[$0.profile]) }
            // In front of findings, of which there may be more than are told.
            + troubles.map { report.entry(onTrouble: $0.text, isOver: $0.isOver) }
            + report.findings.filter { shared in
                shared.profiles.contains { changed.contains(Self.key(shared.finding, $0)) }
            }.map(report.entry) + cleared.map { report.entry(onCleared: $0) }
        let rest = told.count - min(told.count, Self.entriesAtMost - 1)
        let summary = look.isWhole || rest > 0 ? [report.summary(changesLeftOut: rest)] : []
        entries = told.prefix(Self.entriesAtMost - 1) + summary
        isReported = look.isWhole || kind != .same || !entries.isEmpty
    }

    private static func key(_ finding: Finding, _ profile: String) -> String {
        "\(profile) \(finding.name)"
    }

    /// Profile and finding to outcome, of what is open.
    private static func findings(of report: AuditReport) -> [String: String] {
        var found: [String: String] = [:]
        for judgement in report.judgements {
            for finding in judgement.findings where finding.isOpen {
                found[key(finding, judgement.profile)] =
                    finding.isHung ? "hung" : finding.outcome.rawValue
            }
        }
        return found
    }

    private static func troubles(_ new: Memory, _ old: Memory) -> [(text: String, isOver: Bool)] {
        // Ages and process numbers move; what is meant stands before them.
        func names(_ memory: Memory) -> Set<String> {
            Set(memory.troubles.values.joined().map { String($0.prefix { $0 != ";" }).untimed })
        }
        let (now, before) = (names(new), names(old))
        return now.subtracting(before).sorted().map { ($0, false) }
            + before.subtracting(now).sorted().map { ($0, true) }
    }
}

extension String {
    /// Without ` since …`, which moves.
    fileprivate var untimed: String {
        firstRange(of: " since ").map { String(self[..<$0.lowerBound]) } ?? self
    }
}
