/// A declaration that reports were made and never will arrive: a report of its own, so
/// that what was received and what was declared add up to what was produced.
public struct Gap: Hashable, Sendable {
    /// Why they will not: a label of lower-case letters and hyphens.
    public struct Reason: RawRepresentable, Hashable, Sendable {
        /// The label, at most 32 bytes.
        public let rawValue: String

        /// A label; nil where it is none.
        public init?(rawValue: String) {
            guard !rawValue.isEmpty, rawValue.utf8.count <= 32,
                rawValue.utf8.allSatisfy({ (97...122).contains($0) || $0 == 0x2D })
            else { return nil }
            self.rawValue = rawValue
        }

        private init(known label: String) { rawValue = label }

        /// They said what the one before them said.
        public static let unchanged = Reason(known: "unchanged")
        /// The spool was as large as it may become.
        public static let bound = Reason(known: "bound")
        /// The disk was full.
        public static let space = Reason(known: "space")
        /// They were written, and no longer read as they were.
        public static let damaged = Reason(known: "damaged")
        /// They could not be written.
        public static let unwritten = Reason(known: "unwritten")
        /// A collector would not take them.
        public static let refused = Reason(known: "refused")
    }

    /// Name and version of the body.
    public static let format = "muster-wire-gap/1"

    /// The declaration's own id, whose sequence is behind all that it declares.
    public let id: ReportID
    /// The lowest and the highest sequence that are declared.
    public let range: ClosedRange<Int64>
    /// How many of that range are declared; the others arrive or have arrived.
    public let count: Int64
    /// Why.
    public let reason: Reason

    /// A declaration; nil where `count` is not 1 to the length of `range`, or `range`
    /// does not lie between 1 and the id's own sequence.
    public init?(id: ReportID, range: ClosedRange<Int64>, count: Int64, reason: Reason) {
        guard range.lowerBound >= 1, range.upperBound < id.sequence, count >= 1,
            count - 1 <= range.upperBound - range.lowerBound
        else { return nil }
        (self.id, self.range, self.count, self.reason) = (id, range, count, reason)
    }

    /// The declaration in a body; members that nobody knows are passed over.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(reading body: [UInt8]) throws(WireError) {
        let json = try WireError.value(in: body, of: "gap", atMost: 16_384)
        guard json["format"]?.text == Self.format else {
            throw WireError("format: needed \(Self.format)")
        }
        guard let id = ReportID(json: json["id"]) else {
            throw WireError("id: needed node, incarnation and sequence")
        }
        guard let reason = json["reason"]?.text.flatMap(Reason.init(rawValue:)) else {
            throw WireError("reason: needed a label of lower-case letters")
        }
        guard let from = json["from"]?.number, let to = json["to"]?.number, from <= to,
            let count = json["count"]?.number,
            let gap = Gap(id: id, range: from...to, count: count, reason: reason)
        else {
            throw WireError("from, to, count: needed 1 ≤ from ≤ to < sequence, and a count in it")
        }
        self = gap
    }

    /// The body's canonical bytes.
    public var body: [UInt8] {
        JSONValue.object([
            "format": .string(Self.format), "id": id.json, "from": .integer(range.lowerBound),
            "to": .integer(range.upperBound), "count": .integer(count),
            "reason": .string(reason.rawValue),
        ]).canonicalBytes
    }
}
