internal import MusterModel

/// Findings of one check that are one thing to do: on several subjects and come to the
/// same for the same profiles, as six repositories that are missing for one reason; or on
/// the same facts, of which several profiles ask different things.
struct FindingGroup {
    /// The one whose words stand for all; the worst.
    let first: SharedFinding
    /// All of them, in their order.
    private(set) var members: [SharedFinding]

    /// More remedies than this are not shown; the findings have them in JSON.
    private static let remediesAtMost = 3

    /// Takes together what belongs together; a list that is worst first stays so.
    static func groups(of shared: [SharedFinding]) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        var places: [String: [Int]] = [:]
        for one in shared {
            let name = one.finding.name
            if let last = groups.indices.last, groups[last].takesSubject(one) {
                groups[last].members.append(one)
            } else if let place = places[name]?.first(where: { groups[$0].takesAsk(one) }) {
                groups[place].members.append(one)
            } else {
                places[name, default: []].append(groups.count)
                groups.append(FindingGroup(first: one, members: [one]))
            }
        }
        return groups
    }

    /// The findings themselves.
    var findings: [Finding] { members.map(\.finding) }

    /// Whether there is one finding alone, to be shown with all its evidence.
    var isSingle: Bool { members.count == 1 }

    /// Whether profiles ask different things of the same facts.
    var isContested: Bool { !isSingle && findings.allSatisfy { $0.name == first.finding.name } }

    /// The check with its subject, or with how many there are.
    var name: String {
        isSingle || isContested
            ? first.finding.name : "\(first.finding.check), \(members.count) of them"
    }

    /// What to change, each sentence once.
    var remedies: [String] {
        var seen: Set<String> = []
        let distinct = findings.compactMap(\.remedy).filter { seen.insert($0).inserted }
        return Array(distinct.prefix(Self.remediesAtMost))
    }

    /// What any of them cites, each source once.
    var sources: [Source] {
        var seen: Set<Source> = []
        return members.flatMap(\.sources).filter { seen.insert($0).inserted }
    }

    /// Who gave the check another level, each once.
    var amendments: [String] {
        var seen: Set<String> = []
        return findings.compactMap(\.amendment).filter { seen.insert($0).inserted }
    }

    /// The same for another subject.
    private func takesSubject(_ other: SharedFinding) -> Bool {
        let (left, right) = (first.finding, other.finding)
        return left.check == right.check && left.label == right.label && left.level == right.level
            && left.waiver == right.waiver && left.subject != nil && left.subject != right.subject
            && left.amendment == right.amendment && !isContested
            && first.profiles == other.profiles && first.sources == other.sources
    }

    /// The same facts, of which other profiles ask more or less.
    private func takesAsk(_ other: SharedFinding) -> Bool {
        guard isSingle || isContested else { return false }
        let (left, right) = (first.finding, other.finding)
        return left.isUnmet == right.isUnmet && (left.isUnmet || left.label == right.label)
            && left.waiver == right.waiver && left.seen == right.seen
    }
}

extension Finding {
    /// Whether something is known not to hold.
    fileprivate var isUnmet: Bool { outcome == .fail || outcome == .warn }

    /// The facts that it rests on, whatever is asked of them.
    fileprivate var seen: Set<Fact> { Set(evidence.map(\.fact)) }
}
