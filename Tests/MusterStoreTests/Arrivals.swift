import MusterModel
import MusterStore
import Testing

/// Reports that passed the edge, made of a few words.
enum Arrivals {
    static let first = String(repeating: "a", count: 32)
    static let second = String(repeating: "b", count: 32)
    static let site = "EXAMPLE-T2"

    /// A report.
    ///
    /// - Parameters:
    ///   - word: whatever else its body says.
    ///   - sections: texts that stand for its sections.
    ///   - gauges: what moves; their frame comes along with the sections, or is lost.
    ///   - isCarried: whether these come along.
    static func arrival(
        _ sequence: Int64, received: Int64, at site: String = site, node: String = "wn1",
        of incarnation: String = first, word: String = "", sections: [String] = [],
        gauges: [Fact] = [], isCarried: Bool = true, hasSheet: Bool = true, lost: Set<Digest> = [],
        gaps: [Gap] = []
    ) throws -> Arrival {
        let bytes = sections.map { Array($0.utf8) }
        let named = bytes.map { Digest(of: $0) }
        let framed = FramedGauges(gauges, by: Vocabulary([]))
        // One that says nothing need not be there.
        let frames = gauges.isEmpty ? [] : [framed.frame]
        let members = named.enumerated().map {
            ("p\($0.offset)", JSONValue.string($0.element.text))
        }
        let document = JSONValue.object([
            "sections": .object(Dictionary(uniqueKeysWithValues: members))
        ])
        return Arrival(
            site: site, node: node, key: try #require(ReportKey(incarnation, sequence)),
            body: Digest(of: Array("\(sequence) \(word)".utf8)), received: received,
            made: received / 1000, sheet: hasSheet ? .init(document.canonicalBytes) : nil,
            claims: .init(Array("[]".utf8)), gauges: framed.kept, about: Array("{}".utf8),
            named: Set(named + frames.map(\.digest)),
            sections: isCarried
                ? Dictionary(
                    uniqueKeysWithValues: zip(named, bytes) + frames.map { ($0.digest, $0.bytes) })
                : [:],
            lost: lost, gaps: gaps)
    }
}
