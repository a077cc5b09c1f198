/// A report's body on its way, as bytes that nobody encodes again, and under which id
/// it goes.
public struct Envelope: Hashable, Sendable {
    /// Why bytes are no envelope.
    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        /// The member, what was found, what was needed.
        public let description: String
    }

    /// Name and version of the form; the number rises when a member is removed or
    /// changes its meaning, never when one is added.
    public static let format = "muster-envelope/1"

    /// A larger body is neither sent nor taken, bytes.
    public static let bodyAtMost = 4 << 20

    /// Under which id it goes.
    public let id: ReportID
    /// The body's bytes.
    public let body: [UInt8]

    /// An envelope around a report.
    /// - Throws: where the body is larger than any collector takes.
    public init(_ report: AuditReport, as id: ReportID, at seconds: Int64) throws(Malformed) {
        self.id = id
        body = report.wireBody(as: id, at: seconds).canonicalBytes
        try Self.checkSize(of: body)
    }

    /// The envelope in received bytes, its digest and its id checked.
    /// - Throws: what does not fit, with the member's name.
    public init(reading bytes: [UInt8]) throws(Malformed) {
        // Base 64 takes 4 bytes for 3; a mebibyte is room for all else.
        guard bytes.count <= Self.bodyAtMost / 3 * 4 + (1 << 20) else {
            throw Malformed(description: "envelope: \(bytes.count) bytes, needed fewer")
        }
        let json: JSONValue
        do { json = try JSONReader.value(in: bytes) } catch {
            throw Malformed(description: "envelope: \(error)")
        }
        guard json["format"]?.text == Self.format else {
            throw Malformed(description: "format: needed \(Self.format)")
        }
        guard let id = ReportID(json: json["id"]) else {
            throw Malformed(description: "id: needed node, incarnation and sequence")
        }
        guard let body = json["body"]?.text.flatMap(Base64.bytes) else {
            throw Malformed(description: "body: needed base 64 (RFC 4648)")
        }
        try Self.checkSize(of: body)
        guard json["sha256"]?.text == Digest(of: body).text else {
            throw Malformed(description: "sha256: needed the digest of the body's bytes")
        }
        guard ReportID(json: (try? JSONReader.value(in: body))?["id"]) == id else {
            throw Malformed(description: "body: its id is not the envelope's")
        }
        self.id = id
        self.body = body
    }

    /// What is sent.
    public var bytes: [UInt8] {
        JSONValue.object([
            "format": .string(Self.format), "id": id.json,
            "sha256": .string(Digest(of: body).text), "body": .string(Base64.text(of: body)),
        ]).canonicalBytes
    }

    private static func checkSize(of body: [UInt8]) throws(Malformed) {
        guard body.count <= bodyAtMost else {
            throw Malformed(
                description: "body: \(body.count) bytes, needed at most \(bodyAtMost)")
        }
    }
}
