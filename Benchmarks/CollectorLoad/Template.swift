import Foundation
import MusterModel

/// A machine of the field, out of which any number of nodes are made: what
/// `muster check --format json` told of it.
struct Template: Sendable {
    /// Its sections, by probe.
    let sections: [String: Section]
    /// Its gauges.
    private let gauges: FramedGauges
    /// Watch list, vantage and claims as the wire has them.
    private let watchList: JSONValue
    private let vantage: JSONValue
    private let claims: JSONValue

    /// The machine in a report's file.
    init(_ path: String) throws {
        let data = try Data(contentsOf: URL(filePath: path))
        let json = try JSONReader.value(in: data)
        guard let facts = json["facts"], let sections = facts["sections"]?.elements,
            let gauges = facts["gauges"]?.elements?.compactMap(Fact.init(json:)),
            let watchList = json["sheet"]?["watch_list"]
        else { throw LoadError("\(path): needed what muster check --format json writes") }
        var known: [String: Section] = [:]
        for section in sections {
            guard let probe = section["probe"]?.text, let list = section["facts"]?.elements else {
                continue
            }
            known[probe] = Section(probe: probe, facts: list.compactMap(Fact.init(json:)))
        }
        (self.sections, self.watchList) = (known, watchList)
        self.gauges = FramedGauges(gauges, by: Vocabulary([]))
        vantage = .object([
            "place": .string("host"), "user": .integer(0), "sign": .string("no container"),
        ])
        claims = .array(
            (json["judgements"]?.elements ?? []).map { judgement in
                .object([
                    "profile": judgement["profile"] ?? .null, "dated": judgement["dated"] ?? .null,
                    "verdict": judgement["verdict"] ?? .null, "partial": .bool(false),
                    "findings": .array([]),
                ])
            })
    }

    /// What its gauges are about.
    var frame: GaugeFrame { gauges.frame }

    /// Readings of a node's own, and of each report's own: every number that is no small
    /// count is a little less or more.
    private func values(node: String, sequence: Int64) -> [JSONValue] {
        let seed = node.utf8.reduce(sequence &* 7919) { $0 &* 31 &+ Int64($1) }
        return gauges.values.map { value in
            guard case .integer(let number) = value, number > 999 else { return value }
            return .integer(number - abs(seed % (number / 10)))
        }
    }

    /// What travels beside a body whose receiver knows nothing, or nothing but some.
    func carried(_ sections: some Sequence<Section>, frame isNew: Bool) -> [Digest: [UInt8]] {
        Dictionary(
            sections.map { ($0.digest, $0.bytes) } + (isNew ? [(frame.digest, frame.bytes)] : []),
            uniquingKeysWith: { first, _ in first })
    }

    /// The machine with another value of one fact.
    func changing(_ name: String, to value: FactValue) -> [String: Section] {
        var changed = sections
        for (probe, section) in sections {
            guard section.facts.contains(where: { $0.key.name.text == name }) else { continue }
            changed[probe] = Section(
                probe: probe,
                facts: section.facts.map { fact in
                    fact.key.name.text == name
                        ? Fact(fact.key, .value(value), from: fact.origin) : fact
                })
        }
        return changed
    }

    /// The body of a report.
    func body(
        site: String, node: String, incarnation: String, sequence: Int64, time: Int64,
        sections: [String: Section]
    ) -> [UInt8] {
        let sheet: [String: JSONValue] = [
            "sections": .object(sections.mapValues { .string($0.digest.text) }),
            "watch_list": watchList, "vantage": vantage,
        ]
        var whole = sheet
        whole["sha256"] = .string(Digest(of: JSONValue.object(sheet).canonicalBytes).text)
        return JSONValue.object([
            "format": .string(AuditReport.wireFormat), "muster": .string("0.1.0"),
            "id": .object([
                "site": .string(site), "node": .string(node),
                "incarnation": .string(incarnation), "sequence": .integer(sequence),
            ]),
            "time": .integer(time), "date": .string("\(CalendarDate(secondsSince1970: time))"),
            "identity": .object([:]), "vantage": vantage, "sheet": .object(whole),
            "gauges": .object([
                "frame": .string(frame.digest.text),
                "values": .array(values(node: node, sequence: sequence)),
            ]),
            "claims": claims, "gaps": .array([]),
            "took_milliseconds": .integer(120), "waited_milliseconds": .integer(90),
            "troubles": .array([]), "remarks": .array([]),
        ]).canonicalBytes
    }
}

/// What was wrong: `source: what was found, what was needed`.
struct LoadError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
