import MusterChecks
import MusterModel

@testable import MusterCollector

/// A site and its nodes, and what they come to: a block of the document.
struct StandingExample {
    var groups: [SiteStanding.Group] = []
    var site = SiteStanding.Site()
    var rules = StandingRules.usual
    /// How often the standing changed before.
    var changes = 0

    var standing = "", reason = ""
    /// Some of the standing's numbers.
    var counts: [String: Int64] = [:]
    var isFlapping: Bool?
}

/// Two versions of a registry's source, and what a collector says of the second.
struct RegistryExample {
    let before: [String], after: [String]
    let answer: String
}

/// A downtime, and whether a moment is in it.
struct DowntimeExample {
    let downtime: Downtime
    /// Seconds since 1970.
    let moment: Int64
    let isCovered: Bool
}

extension NodeReader {
    /// The members of a block about a site.
    mutating func standingExample(_ root: YAMLNode) -> StandingExample? {
        let shape = Shape(
            what: "an example", required: ["nodes", "standing", "reason"],
            optional: [
                "tier", "expected", "downtime", "rules", "changes", "counts", "flapping",
            ])
        guard let members = members(of: root, shape), let nodes = members["nodes"],
            let standing = members["standing"].flatMap({ scalar($0, "a standing") }),
            let reason = members["reason"].flatMap({ scalar($0, "a reason") })
        else { return nil }
        var example = StandingExample()
        (example.standing, example.reason) = (standing, reason)
        example.site.tier = members["tier"].flatMap { number($0) }.map(Int.init)
        example.site.expected = members["expected"].flatMap { number($0) }
        example.site.isInDowntime = members["downtime"].flatMap { flag($0) } ?? false
        example.changes = members["changes"].flatMap { number($0) }.map(Int.init) ?? 0
        example.isFlapping = members["flapping"].flatMap { flag($0) }
        if let node = members["rules"] { example.rules = standingRules(node) }
        if let node = members["counts"] { example.counts = counts(node) }
        let rules = example.rules
        let groups = elements(of: nodes, "\"nodes\"").flatMap { all($0) { $0.group($1, rules) } }
        example.groups = groups ?? []
        return groups == nil ? nil : example
    }

    /// The members of a block about a registry.
    mutating func registryExample(_ root: YAMLNode) -> RegistryExample? {
        let shape = Shape(what: "an example", required: ["before", "after", "answer"])
        guard let members = members(of: root, shape),
            let before = members["before"].flatMap({ names($0) }),
            let after = members["after"].flatMap({ names($0) }),
            let answer = members["answer"].flatMap({ scalar($0, "an answer") })
        else { return nil }
        return RegistryExample(before: before, after: after, answer: answer)
    }

    /// The members of a block about a downtime.
    mutating func downtimeExample(_ root: YAMLNode) -> DowntimeExample? {
        let shape = Shape(
            what: "an example", required: ["severity", "start", "end", "at", "covers"])
        guard let members = members(of: root, shape),
            let severity = members["severity"].flatMap({ scalar($0, "a severity") }),
            let start = members["start"].flatMap({ date($0, "a day") }),
            let end = members["end"].flatMap({ date($0, "a day") }),
            let at = members["at"].flatMap({ date($0, "a day") }),
            let isCovered = members["covers"].flatMap({ flag($0) })
        else { return nil }
        let downtime = Downtime(
            id: "1", site: "EXAMPLE-T2", start: start.secondsSince1970,
            end: end.secondsSince1970, severity: severity)
        return DowntimeExample(
            downtime: downtime, moment: at.secondsSince1970, isCovered: isCovered)
    }

    private mutating func group(
        _ node: YAMLNode, _ rules: StandingRules
    ) -> SiteStanding.Group? {
        let shape = Shape(
            what: "a group of nodes", required: ["verdict", "count"],
            optional: ["age", "cloned", "cores"])
        guard let members = members(of: node, shape), let word = members["verdict"],
            let text = scalar(word, "a verdict"),
            let count = members["count"].flatMap({ number($0) })
        else { return nil }
        guard let verdict = Verdict(rawValue: text) else {
            refuse(.value, word.mark, "\(word.inWords), needed a verdict")
            return nil
        }
        let age = members["age"].flatMap { span($0) } ?? .zero
        return SiteStanding.Group(
            verdict, rules.freshness(atAge: age),
            isCloned: members["cloned"].flatMap { flag($0) } ?? false, nodes: count,
            cores: members["cores"].flatMap { number($0) } ?? 0)
    }

    /// As the collector's configuration has them, by its own reader.
    private mutating func standingRules(_ node: YAMLNode) -> StandingRules {
        let keys = (entries(of: node, "\"rules\"") ?? []).compactMap { entry in
            scalar(entry.value, "a rule").map { "\(entry.key): \($0)" }
        }
        let text = """
            format: \(CollectorConfiguration.format)
            standing: {\(keys.joined(separator: ", "))}
            """
        let reading = CollectorConfiguration.reading(text, from: "rules")
        for mistake in reading.mistakes { refuse(.value, node.mark, mistake) }
        return reading.configuration.rules
    }

    private mutating func counts(_ node: YAMLNode) -> [String: Int64] {
        let shape = Shape(
            what: "\"counts\"", required: [],
            optional: SiteStanding.examined.keys.sorted())
        return (members(of: node, shape) ?? [:]).compactMapValues { number($0) }
    }

    private mutating func names(_ node: YAMLNode) -> [String]? {
        elements(of: node, "a list of sites").flatMap { all($0) { $0.scalar($1, "a site") } }
    }

    private mutating func number(_ node: YAMLNode) -> Int64? {
        guard case .integer(let number)? = value(node, of: .integer) else { return nil }
        return number
    }

    private mutating func flag(_ node: YAMLNode) -> Bool? {
        guard case .bool(let flag)? = value(node, of: .bool) else { return nil }
        return flag
    }

    private mutating func span(_ node: YAMLNode) -> Duration? {
        guard case .duration(let span)? = value(node, of: .duration) else { return nil }
        return span
    }
}

extension SiteStanding {
    /// The numbers that an example may state, by name.
    static var examined: [String: @Sendable (SiteStanding) -> Int64?] {
        [
            "ready": { $0.ready }, "degraded": { $0.degraded }, "unfit": { $0.unfit },
            "undetermined": { $0.undetermined }, "stale": { $0.stale },
            "silent": { $0.silent }, "missing": { $0.missing }, "cores": { $0.cores },
            "cores_ready": { $0.coresReady },
        ]
    }
}
