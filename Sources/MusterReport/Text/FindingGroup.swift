internal import MusterModel

/// Findings of one check on several subjects that came to the same for the same
/// profiles: six repositories that are missing for one reason are one thing to do.
struct FindingGroup {
    /// The one whose words stand for all.
    let first: SharedFinding
    /// All of them, in their order.
    private(set) var findings: [Finding]

    /// More remedies than this are not shown; the findings have them in JSON.
    private static let remediesAtMost = 3

    /// Takes neighbours together; a list that is worst first stays so.
    static func groups(of shared: [SharedFinding]) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        for one in shared {
            if groups.last?.takes(one) == true {
                groups[groups.count - 1].findings.append(one.finding)
            } else {
                groups.append(FindingGroup(first: one, findings: [one.finding]))
            }
        }
        return groups
    }

    /// Whether there is one finding alone, to be shown with all its evidence.
    var isSingle: Bool { findings.count == 1 }

    /// The check with its subject, or with how many there are.
    var name: String {
        isSingle ? first.finding.name : "\(first.finding.check), \(findings.count) of them"
    }

    /// What to change, each sentence once.
    var remedies: [String] {
        var seen: Set<String> = []
        let distinct = findings.compactMap(\.remedy).filter { seen.insert($0).inserted }
        return Array(distinct.prefix(Self.remediesAtMost))
    }

    private func takes(_ other: SharedFinding) -> Bool {
        let (left, right) = (first.finding, other.finding)
        return left.check == right.check && left.label == right.label && left.level == right.level
            && left.waiver == right.waiver && left.subject != nil
            && first.profiles == other.profiles && first.sources == other.sources
    }
}
