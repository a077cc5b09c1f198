public import MusterModel

/// One report in a delivery that was sent.
public struct Parcel: Hashable, Sendable {
    /// Which report.
    public let key: ReportKey
    /// Its sections and the frame of its gauges: the collector has them once it keeps the report.
    public let named: Set<Digest>

    /// A parcel of an envelope.
    public init(_ envelope: Envelope) {
        key = ReportKey(envelope.id)
        // What was lost here the collector may not have either.
        named = envelope.named.subtracting(envelope.lost)
    }

    /// A parcel from its parts.
    init(key: ReportKey, named: Set<Digest>) {
        self.key = key
        self.named = named
    }
}

extension Delivery {
    /// Adds a report with those of its sections that neither the collector nor an
    /// envelope before it has.
    ///
    /// - Parameters:
    ///   - known: what the collector has.
    ///   - section: the bytes of a section; nil where they are not to be had any more.
    /// - Returns: false, and nothing is changed, where it does not fit.
    /// - Throws: ``MusterModel/WireError`` where the body is no report.
    public mutating func add(
        body: [UInt8], signature: Envelope.Signature? = nil, known: KnownSections,
        section: (Digest) -> [UInt8]?
    ) throws(WireError) -> Bool {
        let bare = try Envelope(body: body, signature: signature)
        let carried = envelopes.reduce(into: Set()) { $0.formUnion($1.sections.keys) }
        var sections: [Digest: [UInt8]] = [:]
        var lost: Set<Digest> = []
        for digest in bare.named where !known.contains(digest) && !carried.contains(digest) {
            // Bytes that are not what they were are as good as lost.
            if let bytes = section(digest), Digest(of: bytes) == digest {
                sections[digest] = bytes
            } else {
                lost.insert(digest)
            }
        }
        return add(
            try Envelope(body: body, sections: sections, lost: lost, signature: signature))
    }
}
