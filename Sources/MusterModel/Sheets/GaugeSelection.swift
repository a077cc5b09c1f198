/// Some gauges of a frame, looked up once, to be taken out of the values of any node that
/// has this frame.
public struct GaugeSelection: Hashable, Sendable {
    private let count: Int
    private let places: [Int]
    private let slots: [GaugeFrame.Slot]

    fileprivate init(_ frame: GaugeFrame, where isWanted: (GaugeFrame.Slot) -> Bool) {
        count = frame.slots.count
        places = frame.slots.indices.filter { isWanted(frame.slots[$0]) }
        slots = places.map { frame.slots[$0] }
    }

    /// The gauges of a node, those of other slots not even read.
    ///
    /// - Parameter values: a canonical JSON array with a value for each slot of the frame.
    /// - Returns: the facts, malformed where a value is not of its kind; or why there are
    ///   none: the values are no array, or not as many as the frame has slots.
    public func facts(in values: [UInt8]) -> Result<[Fact], Absence> {
        self.values(in: values).map { zip(slots, $0).map { $0.fact($1) } }
    }

    /// What the gauges of a node read, in the order of their slots, whatever they are.
    public func values(in values: [UInt8]) -> Result<[JSONValue], Absence> {
        let found: (count: Int, elements: [JSONValue])
        do { found = try JSONReader.elements(in: values, at: places) } catch {
            return .failure(Absence(.malformed, "the values of its gauges: \(error)"))
        }
        guard found.count == count else {
            return .failure(
                Absence(.malformed, "its gauges: \(found.count) values, needed \(count)"))
        }
        return .success(found.elements)
    }
}

extension GaugeFrame {
    /// All gauges.
    public var whole: GaugeSelection { GaugeSelection(self) { _ in true } }

    /// The gauges about some kinds of subject, `area.thing`.
    public func selection(of kinds: Set<String>) -> GaugeSelection {
        GaugeSelection(self) { kinds.contains($0.key.name.kind) }
    }

    /// The gauges of some names.
    public func selection(named names: Set<FactName>) -> GaugeSelection {
        GaugeSelection(self) { names.contains($0.key.name) }
    }
}
