internal import MusterModel
public import MusterStore

/// Why a site stands as it does: what a standing's document holds.
public struct Why: Hashable, Sendable {
    /// In a sentence.
    public let reason: String
    /// What required checks are open, on most nodes first.
    public let blockers: [Blocker]
    /// Declared nodes that never reported; nil where nothing is declared.
    public let missing: Int64?
    /// How often the standing changed within the rules' span.
    public let changes: Int
    /// Whether that is too often for the last change to mean much.
    public let isFlapping: Bool

    /// More are counted and not listed.
    private static let blockersAtMost = 50

    /// Why a fold came to what it did.
    init(_ standing: SiteStanding, blockers: [Blocker], changes: Int, _ rules: StandingRules) {
        reason = standing.reason
        self.blockers = Array(blockers.prefix(Self.blockersAtMost))
        missing = standing.missing
        self.changes = changes
        isFlapping = changes >= rules.flappingFrom
    }

    /// One in a standing's document; nil for anything else.
    public init?(_ row: StandingRow) {
        guard let json = try? JSONReader.value(in: row.document),
            let reason = json["reason"]?.text
        else { return nil }
        self.reason = reason
        blockers = (json["blockers"]?.elements ?? []).compactMap {
            Blocker(json: $0, under: row.profile)
        }
        missing = json["missing"]?.number
        changes = json["changes"]?.number.map(Int.init) ?? 0
        isFlapping = json["flapping"] == .bool(true)
    }

    /// Its members.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "reason": .string(reason), "blockers": .array(blockers.map(\.json)),
            "changes": .integer(Int64(changes)), "flapping": .bool(isFlapping),
        ]
        if let missing { members["missing"] = .integer(missing) }
        return .object(members)
    }
}

extension Blocker {
    fileprivate var json: JSONValue {
        .object([
            "check": .string(check), "outcome": .string(outcome), "nodes": .integer(nodes),
            "cores": .integer(cores), "example": .string(example),
        ])
    }

    fileprivate init?(json: JSONValue, under profile: String) {
        guard let check = json["check"]?.text, let outcome = json["outcome"]?.text,
            let nodes = json["nodes"]?.number, let cores = json["cores"]?.number,
            let example = json["example"]?.text
        else { return nil }
        self.init(
            profile: profile, check: check, outcome: outcome, nodes: nodes, cores: cores,
            example: example)
    }
}

extension SiteStanding.Group {
    /// As the store counts it.
    init(_ group: NodeGroup) {
        self.init(
            group.verdict, Freshness(rawValue: group.freshness) ?? .silent,
            isCloned: group.isCloned, nodes: group.nodes, cores: group.cores)
    }
}

extension StandingRow {
    /// What is kept of a fold.
    init(
        _ site: SiteRow, _ profile: String, _ standing: SiteStanding, expected: Int64?,
        since: Int64, why: Why
    ) {
        var counts = StandingRow.Counts()
        (counts.ready, counts.degraded) = (standing.ready, standing.degraded)
        (counts.unfit, counts.undetermined) = (standing.unfit, standing.undetermined)
        (counts.stale, counts.silent) = (standing.stale, standing.silent)
        (counts.cores, counts.coresReady) = (standing.cores, standing.coresReady)
        counts.expected = expected
        self.init(
            site: site.id, name: site.name, trust: site.trust, profile: profile,
            standing: standing.standing.rawValue, since: since, counts: counts,
            document: why.json.canonicalBytes, blockers: why.blockers)
    }
}
