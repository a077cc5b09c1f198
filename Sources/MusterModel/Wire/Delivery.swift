/// The body of one request: envelopes in the order in which they are to be looked at.
///
/// A section that an earlier envelope carries need not travel with a later one.
public struct Delivery: Hashable, Sendable {
    /// Name and version of the form.
    public static let format = "muster-delivery/1"

    /// A larger request is neither sent nor taken, bytes before compression.
    public static let bytesAtMost = 4 << 20

    /// More envelopes are neither sent nor taken: the answer, with what it may want for
    /// each, has to fit into ``DeliveryAnswer/bytesAtMost``.
    public static let envelopesAtMost = 32

    /// What it carries; no id twice.
    public private(set) var envelopes: [Envelope] = []

    private var parts: [[UInt8]] = []
    private var size = Self.head.count + Self.tail.count
    private static let head = Array(#"{"envelopes":["#.utf8)
    private static let tail = Array(#"],"format":"\#(format)"}"#.utf8)

    /// An empty delivery.
    public init() {}

    /// The delivery in received bytes, every envelope checked.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(reading bytes: [UInt8]) throws(WireError) {
        let json = try WireError.value(in: bytes, of: "delivery", atMost: Self.bytesAtMost)
        guard json["format"]?.text == Self.format else {
            throw WireError("format: needed \(Self.format)")
        }
        guard let elements = json["envelopes"]?.elements, !elements.isEmpty,
            elements.count <= Self.envelopesAtMost
        else { throw WireError("envelopes: needed 1 to \(Self.envelopesAtMost)") }
        for (index, element) in elements.enumerated() {
            let envelope: Envelope
            do { envelope = try Envelope(json: element) } catch {
                throw WireError("envelopes[\(index)].\(error)")
            }
            guard !has(ReportKey(envelope.id)) else {
                throw WireError("envelopes[\(index)].id: a second \(ReportKey(envelope.id))")
            }
            guard add(envelope) else {
                throw WireError("envelopes: needed at most \(Self.bytesAtMost) bytes")
            }
        }
    }

    /// Adds an envelope behind the others.
    /// - Returns: false, and nothing is changed, where it does not fit or its id is there.
    public mutating func add(_ envelope: Envelope) -> Bool {
        let part = envelope.bytes
        let comma = parts.isEmpty ? 0 : 1
        guard parts.count < Self.envelopesAtMost, size + comma + part.count <= Self.bytesAtMost,
            !has(ReportKey(envelope.id))
        else { return false }
        size += comma + part.count
        parts.append(part)
        envelopes.append(envelope)
        return true
    }

    /// Whether an envelope of this key is there: answers know reports by it.
    private func has(_ key: ReportKey) -> Bool {
        envelopes.contains { ReportKey($0.id) == key }
    }

    /// What is sent: canonical JSON.
    public var bytes: [UInt8] {
        Self.head + Array(parts.joined(separator: [UInt8(ascii: ",")])) + Self.tail
    }
}
