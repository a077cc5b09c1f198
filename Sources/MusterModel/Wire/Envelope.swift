/// A report's body on its way, as bytes that nobody encodes again, with the sections
/// that the other side may not have.
public struct Envelope: Hashable, Sendable {
    /// Name and version of the form; the number rises when a member is removed or
    /// changes its meaning, never when one is added.
    public static let format = "muster-envelope/1"

    /// A body as it was read: says nothing that its bytes do not, and decides nothing.
    struct Reading: Hashable, Sendable {
        let document: JSONDocument

        static func == (left: Reading, right: Reading) -> Bool { true }
        func hash(into hasher: inout Hasher) {}
    }

    /// A larger body is neither sent nor taken, bytes.
    public static let bodyAtMost = 1 << 20

    /// A body names no more sections, its frame of gauges among them: 17 probes and 16
    /// external ones make 33.
    public static let sectionsAtMost = 128

    /// Under which id it goes: the body's own.
    public let id: ReportID
    /// The body's bytes.
    public let body: [UInt8]
    /// SHA-256 of them.
    public let digest: Digest
    /// The sections of the body's sheet and the frame of its gauges, each digest once.
    public let named: Set<Digest>
    /// What of it travels along, by digest.
    public let sections: [Digest: [UInt8]]
    /// What of it the sender no longer has and cannot send.
    public let lost: Set<Digest>
    /// Kept, so that nobody has to read the body twice.
    let reading: Reading
    /// Who vouches for the body; nil where the connection's credential is enough.
    public var signature: Signature?

    /// An envelope around a body as it was written.
    ///
    /// - Parameters:
    ///   - sections: their bytes, whose digests are proven here.
    ///   - lost: what is named and not to be had any more.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(
        body: [UInt8], sections: [Digest: [UInt8]] = [:], lost: Set<Digest> = [],
        signature: Signature? = nil
    ) throws(WireError) {
        try self.init(
            body: try WireError.document(in: body, of: "body", atMost: Self.bodyAtMost),
            Digest(of: body), sections: sections, lost: lost, signature: signature)
    }

    /// The same, its body read already and its digest taken.
    init(
        body: JSONDocument, _ digest: Digest, sections: [Digest: [UInt8]], lost: Set<Digest>,
        signature: Signature?
    ) throws(WireError) {
        guard let id = ReportID(json: body["id"]) else {
            throw WireError("body: needed an id of node, incarnation and sequence")
        }
        let named = try Self.named(in: body.value)
        guard named.isSuperset(of: sections.keys) else {
            throw WireError("sections: one that the body does not name")
        }
        for (digest, bytes) in sections where Digest(of: bytes) != digest {
            throw WireError("sections: \(digest) is not the digest of its bytes")
        }
        guard lost.isSubset(of: named), lost.isDisjoint(with: sections.keys) else {
            throw WireError("lost: needed digests that are named and not sent")
        }
        (self.id, self.body, self.named, reading) = (id, body.bytes, named, Reading(document: body))
        self.digest = digest
        (self.sections, self.lost, self.signature) = (sections, lost, signature)
    }

    /// An envelope around a report, with every section and the frame of its gauges.
    ///
    /// - Parameter vocabulary: tells the kinds of gauges that are missing.
    /// - Throws: ``WireError`` where the body is larger than any collector takes.
    public init(
        _ report: AuditReport, as id: ReportID, at seconds: Int64, by vocabulary: Vocabulary
    ) throws(WireError) {
        let gauges = FramedGauges(report.gauges, by: vocabulary)
        try self.init(
            body: report.wireBody(as: id, at: seconds, gauges: gauges).canonicalBytes,
            sections: Dictionary(
                report.sheet.sections.map { ($0.digest, $0.bytes) }
                    + [(gauges.frame.digest, gauges.frame.bytes)],
                uniquingKeysWith: { first, _ in first }))
    }

    /// The digests in a body's sheet and gauges; a body without these names none.
    private static func named(in body: JSONValue) throws(WireError) -> Set<Digest> {
        var named: Set<Digest> = []
        if let gauges = body["gauges"] {
            guard let frame = gauges["frame"]?.text.flatMap(Digest.init(text:)) else {
                throw WireError("body: needed a SHA-256 digest in gauges.frame")
            }
            named.insert(frame)
        }
        guard let sheet = body["sheet"] else { return named }
        guard case .object(let members)? = sheet["sections"],
            members.count + named.count <= sectionsAtMost
        else {
            throw WireError("body: needed sheet.sections of at most \(sectionsAtMost) members")
        }
        let digests = members.values.compactMap { $0.text.flatMap(Digest.init(text:)) }
        guard digests.count == members.count else {
            throw WireError("body: needed SHA-256 digests in sheet.sections")
        }
        guard named.isDisjoint(with: digests) else {
            throw WireError("body: needed another digest in gauges.frame than a section's")
        }
        return named.union(digests)
    }
}
