/// The stable facts of one probe, named by the digest of their canonical bytes.
///
/// Two boots of one node and two nodes of one image have equal sections: gauges,
/// identity and vantage are kept elsewhere.
public struct Section: Hashable, Sendable {
    /// The version of the encoding; it rises when a byte of it would change.
    public static let format: Int64 = 1

    /// The probe whose facts these are.
    public let probe: String

    /// The facts, by key, without gauges.
    public let facts: [Fact]

    /// `{"facts":[…],"format":1,"probe":…}` in canonical JSON.
    public let bytes: [UInt8]

    /// SHA-256 of ``bytes``.
    public let digest: Digest

    /// A section whose bytes and digest are known to be those of its facts.
    init(probe: String, facts: [Fact], bytes: [UInt8], digest: Digest) {
        (self.probe, self.facts, self.bytes, self.digest) = (probe, facts, bytes, digest)
    }

    /// The section of `probe`; the order of `facts` does not matter.
    public init(probe: String, facts: [Fact]) {
        self.probe = probe
        self.facts = facts.sorted { $0.key < $1.key }
        bytes =
            JSONValue.object([
                "facts": .array(self.facts.map(\.json)), "format": .integer(Self.format),
                "probe": .string(probe),
            ]).canonicalBytes
        digest = Digest(of: bytes)
    }
}
