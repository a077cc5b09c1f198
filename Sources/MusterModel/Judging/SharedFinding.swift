/// One finding that several profiles came to alike, for showing it once.
public struct SharedFinding: Hashable, Sendable {
    /// What they came to.
    public let finding: Finding
    /// The profiles that did, in the order asked.
    public private(set) var profiles: [String]
    /// What any of them cites, each source once.
    public private(set) var sources: [Source]

    fileprivate init(_ finding: Finding, of profile: String) {
        self.finding = finding
        profiles = [profile]
        sources = finding.sources
    }

    fileprivate mutating func share(_ other: Finding, of profile: String) {
        if !profiles.contains(profile) { profiles.append(profile) }
        sources += other.sources.filter { !sources.contains($0) }
    }
}

extension AuditReport {
    /// The findings of all profiles, equal ones merged, worst first: by outcome,
    /// what hangs before what is otherwise unknown, required before advised, then
    /// by check and subject.
    public var findings: [SharedFinding] {
        var merged: [SharedFinding] = []
        var places: [Likeness: Int] = [:]
        for judgement in judgements {
            for finding in judgement.findings {
                let likeness = Likeness(finding)
                if let place = places[likeness] {
                    merged[place].share(finding, of: judgement.profile)
                } else {
                    places[likeness] = merged.count
                    merged.append(SharedFinding(finding, of: judgement.profile))
                }
            }
        }
        return merged.sorted {
            $0.finding.urgency.lexicographicallyPrecedes($1.finding.urgency)
        }
    }
}

/// What two findings must have in common to be shown as one; titles, reasons and
/// sources may differ.
private struct Likeness: Hashable {
    let check: String
    let subject: String?
    let outcome: Outcome
    let level: Check.Level
    let evidence: [Evidence]
    let remedy: String?
    let waiver: Waiver?
    let amendment: String?

    init(_ finding: Finding) {
        check = finding.check
        subject = finding.subject
        outcome = finding.outcome
        level = finding.level
        evidence = finding.evidence
        remedy = finding.remedy
        waiver = finding.waiver
        amendment = finding.amendment
    }
}

extension Finding {
    fileprivate var urgency: [String] {
        [
            String(outcome.rank), isHung ? "0" : "1", level == .required ? "0" : "1", check,
            subject ?? "",
        ]
    }
}
