internal import FoundationEssentials
internal import GRDB
internal import MusterModel

/// The present nodes of one site as they are judged: one pass over the nodes, and one over
/// the index of what they came to, in one transaction.
struct SQLiteAlike {
    /// What is known of a node beside what it came to.
    private struct Presence: Hashable {
        let freshness: String
        let isCloned: Bool
    }

    /// Nodes that are alike, under each profile.
    private(set) var groups: [AlikeNodes] = []
    private var names: [Int64: String] = [:]
    private var present: [Int64: Presence] = [:]

    /// - Parameter profile: nil for every one.
    init(_ database: Database, at site: Int64, under profile: String?) throws {
        try database.each(RejudgingStatements.present, [site]) { row in
            present[row[0]] = Presence(freshness: row[1], isCloned: row[2])
            names[row[0]] = row[3]
        }
        if let profile {
            try database.each(RejudgingStatements.alikeUnderOne, [site, profile]) { add($0) }
        } else {
            try database.each(RejudgingStatements.alike, [site]) { add($0) }
        }
    }

    /// The nodes of a row by what else is known of them; those that are not present are
    /// not there.
    private mutating func add(_ row: Row) {
        guard let sheet = Digest(text: row[1]), let verdict = Verdict(rawValue: row[2]) else {
            return
        }
        let open = [OpenFinding](text: row[3]) + [OpenFinding](text: row[4])
        var parts: [Presence: [Int64]] = [:]
        for number in (row[6] as String).utf8.split(separator: UInt8(ascii: ",")) {
            guard let node = Int64(Substring(number)), let presence = present[node] else {
                continue
            }
            parts[presence, default: []].append(node)
        }
        for (presence, nodes) in parts {
            groups.append(
                AlikeNodes(
                    profile: row[0], nodes: nodes, sheet: sheet, verdict: verdict, open: open,
                    freshness: presence.freshness, isCloned: presence.isCloned,
                    coresEach: row[5]))
        }
    }
}

// MARK: - Counted

extension SQLiteAlike {
    /// The nodes by verdict.
    var counted: [NodeGroup] {
        var counts: [NodeGroup.Kind: (nodes: Int64, cores: Int64)] = [:]
        for group in groups {
            let kind = NodeGroup.Kind(group)
            let before = counts[kind] ?? (0, 0)
            counts[kind] = (
                before.nodes + Int64(group.nodes.count), before.cores + group.cores
            )
        }
        return counts.map { NodeGroup($0.key, nodes: $0.value.nodes, cores: $0.value.cores) }
            .sorted {
                ($0.profile, $0.verdict.rawValue, $0.freshness)
                    < ($1.profile, $1.verdict.rawValue, $1.freshness)
            }
    }

    /// Required checks that are open on fresh nodes, those on most of them first.
    var blockers: [Blocker] {
        var found: [Blocker.Kind: Blocker] = [:]
        for group in groups where group.freshness == "fresh" {
            let stopping = group.open.filter {
                $0.level == .required && $0.outcome != Outcome.waived.rawValue
            }
            let kinds = Set(stopping.map { Blocker.Kind(group.profile, $0) })
            guard !kinds.isEmpty, let example = group.nodes.compactMap({ names[$0] }).min() else {
                continue
            }
            for kind in kinds {
                let other = found[kind]
                found[kind] = Blocker(
                    profile: kind.profile, check: kind.check, outcome: kind.outcome,
                    nodes: (other?.nodes ?? 0) + Int64(group.nodes.count),
                    cores: (other?.cores ?? 0) + group.cores,
                    example: min(example, other?.example ?? example))
            }
        }
        return found.values.sorted {
            ($0.profile, $1.nodes, $1.cores, $0.check, $0.outcome)
                < ($1.profile, $0.nodes, $0.cores, $1.check, $1.outcome)
        }
    }
}

extension NodeGroup {
    fileprivate struct Kind: Hashable {
        let profile: String, verdict: Verdict, freshness: String, isCloned: Bool

        init(_ nodes: AlikeNodes) {
            (profile, verdict) = (nodes.profile, nodes.verdict)
            (freshness, isCloned) = (nodes.freshness, nodes.isCloned)
        }
    }

    fileprivate init(_ kind: Kind, nodes: Int64, cores: Int64) {
        self.init(
            profile: kind.profile, verdict: kind.verdict, freshness: kind.freshness,
            isCloned: kind.isCloned, nodes: nodes, cores: cores)
    }
}

extension Blocker {
    fileprivate struct Kind: Hashable {
        let profile: String, check: String, outcome: String

        init(_ profile: String, _ open: OpenFinding) {
            (self.profile, check, outcome) = (profile, open.check, open.outcome)
        }
    }
}
