internal import FoundationEssentials
internal import GRDB
internal import MusterModel

/// Brings states that an older program kept, with whole facts, to frames and values.
enum SQLiteGaugeMover {
    /// Every state, a row at a time.
    static func move(_ database: Database) throws {
        for row in try database.rows(GaugeStatements.states) {
            let place: [any DatabaseValueConvertible] = [row[0] as Int64, row[1] as Int64]
            guard let state = try database.row(GaugeStatements.facts, place) else { continue }
            let old = Array(state[0] as Data)
            let kept: GaugeValues
            if let gauges = framed(old) {
                kept = gauges.kept
                try database.run(
                    ReportStatements.addContent,
                    [
                        row[0] as Int64, kept.frame.text, Data(gauges.frame.bytes),
                        state[1] as Int64,
                    ])
            } else {
                // A frame that nobody has: the gauges are lost, and not none.
                kept = GaugeValues(frame: Digest(of: old), [])
            }
            try database.run(GaugeStatements.set, place + [kept.frame.text, Data(kept.bytes)])
        }
    }

    /// The gauges in an array of facts; nil where it is none.
    private static func framed(_ bytes: [UInt8]) -> FramedGauges? {
        guard let elements = (try? JSONReader.value(in: bytes))?.elements else { return nil }
        let facts = elements.compactMap(Fact.init(json:))
        guard facts.count == elements.count else { return nil }
        // Nobody knows here of what kind a missing one is; the next report tells.
        return FramedGauges(facts, by: Vocabulary([]))
    }
}
