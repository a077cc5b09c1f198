/// Gauges as a report carries them: a frame, and the values in its order.
public struct FramedGauges: Hashable, Sendable {
    /// What they are about.
    public let frame: GaugeFrame
    /// A value for each slot: as JSON has it, or an object that says why it is missing.
    public let values: [JSONValue]

    /// The gauges of a report.
    ///
    /// - Parameters:
    ///   - gauges: in any order; of two with one key the first counts.
    ///   - vocabulary: tells the kinds of those that are missing now, so that the frame
    ///     stays the same when they are there again.
    public init(_ gauges: [Fact], by vocabulary: Vocabulary) {
        var facts: [Fact] = []
        for fact in gauges.sorted(by: { $0.key < $1.key }) where facts.last?.key != fact.key {
            facts.append(fact)
        }
        frame = GaugeFrame(
            facts.map { fact in
                GaugeFrame.Slot(
                    key: fact.key,
                    kind: fact.reading.value?.kind ?? vocabulary.card(of: fact.key.name)?.kind,
                    origin: fact.origin)
            })
        values = facts.map(\.reading.json)
    }

    /// As they are kept apart from their frame.
    public var kept: GaugeValues { GaugeValues(frame: frame.digest, values) }

    /// The member of a body.
    var json: JSONValue {
        .object(["frame": .string(frame.digest.text), "values": .array(values)])
    }
}

/// A node's gauges as they are kept: which frame they have, and the values in its order.
public struct GaugeValues: Hashable, Sendable {
    /// The digest of the frame.
    public let frame: Digest
    /// A canonical JSON array with a value for each slot.
    public let bytes: [UInt8]

    /// Values that are bytes already.
    public init(frame: Digest, bytes: [UInt8]) { (self.frame, self.bytes) = (frame, bytes) }

    /// Values of a frame.
    public init(frame: Digest, _ values: [JSONValue]) {
        self.init(frame: frame, bytes: JSONValue.array(values).canonicalBytes)
    }
}
