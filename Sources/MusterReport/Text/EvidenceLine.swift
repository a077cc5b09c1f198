internal import MusterModel

/// What was found and asked, as a person reads it: enough to believe the finding,
/// the rest is in JSON.
struct EvidenceLine: Hashable {
    /// A fact with its reading; or a fact of several subjects that read alike.
    let found: String
    /// What was asked of it.
    let wanted: String

    /// Fewer subjects that read alike are told one by one.
    private static let alikeAtLeast = 3

    /// How many of them are named.
    private static let namesAtMost = 3

    /// The lines of a finding. Where a predicate ranged over several subjects, the
    /// first fact that decided on each is enough.
    static func lines(of finding: Finding) -> [EvidenceLine] {
        let evidence = decisive(finding)
        let alike = Dictionary(grouping: evidence.filter { $0.fact.key.subject != nil }) {
            Likeness($0)
        }
        var told: Set<Likeness> = []
        return evidence.compactMap { one in
            let likeness = Likeness(one)
            let subjects = (alike[likeness] ?? []).compactMap(\.fact.key.subject)
            guard subjects.count >= alikeAtLeast, one.fact.key.subject != nil else {
                return EvidenceLine(found: one.found, wanted: one.wanted)
            }
            guard told.insert(likeness).inserted else { return nil }
            let names = subjects.atMost(namesAtMost)
            return EvidenceLine(
                found: "\(one.fact.key.name): \(likeness.reading), for \(subjects.count): \(names)",
                wanted: one.wanted)
        }
    }

    private static func decisive(_ finding: Finding) -> [Evidence] {
        let subjects = Set(finding.cases.map(\.subject))
        guard subjects.count > 1 else { return finding.evidence }
        var seen: Set<String> = []
        return finding.evidence.filter { one in
            guard let subject = one.fact.key.subject, subjects.contains(subject) else {
                return true
            }
            return seen.insert(subject).inserted
        }
    }

    /// What facts of several subjects have in common that are told at once.
    private struct Likeness: Hashable {
        let name: FactName
        let wanted: String
        let reading: String

        init(_ evidence: Evidence) {
            name = evidence.fact.key.name
            wanted = evidence.wanted
            let reading = evidence.fact.reading
            self.reading = reading.absence?.reason.rawValue ?? reading.description
        }
    }
}
