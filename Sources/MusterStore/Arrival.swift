public import MusterModel

/// A report that passed every check at the edge, with all that a store keeps of it.
public struct Arrival: Hashable, Sendable {
    /// The site of the sender's credential.
    public let site: String
    /// The node of the sender's credential.
    public let node: String
    /// Which of the node's reports.
    public let key: ReportKey
    /// SHA-256 of the body's bytes as received.
    public let body: Digest
    /// When it arrived, milliseconds since 1970 by the collector's clock.
    public let received: Int64
    /// When it was made, seconds since 1970 by the node's clock; data, never an order.
    public let made: Int64
    /// What the sheet is: canonical JSON of section digests, watch list and vantage; nil
    /// for a report without one, which moves no state.
    public let sheet: Content?
    /// What the node found by itself: canonical JSON.
    public let claims: Content
    /// What moves by itself.
    public let gauges: GaugeValues
    /// Identity, troubles and what else is shown of the report; canonical JSON.
    public let about: [UInt8]
    /// Every section that the sheet names, and the frame of the gauges.
    public let named: Set<Digest>
    /// Those that came along.
    public let sections: [Digest: [UInt8]]
    /// Those that the sender no longer has.
    public let lost: Set<Digest>
    /// Reports before it that will never arrive.
    public let gaps: [Gap]

    /// Bytes with their digest.
    public struct Content: Hashable, Sendable {
        /// SHA-256 of ``bytes``.
        public let digest: Digest
        /// As they are kept.
        public let bytes: [UInt8]

        /// Bytes whose digest was taken already.
        public init(_ bytes: [UInt8], proven digest: Digest) {
            (self.digest, self.bytes) = (digest, bytes)
        }

        /// Bytes whose digest is taken here.
        public init(_ bytes: [UInt8]) {
            (digest, self.bytes) = (Digest(of: bytes), bytes)
        }
    }

    /// An arrival from its parts.
    public init(
        site: String, node: String, key: ReportKey, body: Digest, received: Int64, made: Int64,
        sheet: Content?, claims: Content, gauges: GaugeValues, about: [UInt8],
        named: Set<Digest>, sections: [Digest: [UInt8]], lost: Set<Digest>, gaps: [Gap]
    ) {
        (self.site, self.node, self.key, self.body) = (site, node, key, body)
        (self.received, self.made, self.sheet, self.claims) = (received, made, sheet, claims)
        (self.gauges, self.about, self.named) = (gauges, about, named)
        (self.sections, self.lost, self.gaps) = (sections, lost, gaps)
    }
}
