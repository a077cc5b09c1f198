extension Envelope {
    /// The envelope in received bytes, every digest and its id checked.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(reading bytes: [UInt8]) throws(WireError) {
        try self.init(
            json: try WireError.value(in: bytes, of: "envelope", atMost: Delivery.bytesAtMost))
    }

    /// The envelope in a JSON value; members that nobody knows are passed over.
    /// - Throws: ``WireError`` with the member that does not fit.
    init(json: JSONValue) throws(WireError) {
        guard json["format"]?.text == Self.format else {
            throw WireError("format: needed \(Self.format)")
        }
        guard let id = ReportID(json: json["id"]) else {
            throw WireError("id: needed node, incarnation and sequence")
        }
        guard let text = json["body"]?.text, text.utf8.count <= Self.bodyAtMost / 3 * 4 + 4,
            let body = Base64.bytes(in: text)
        else { throw WireError("body: needed base 64 (RFC 4648) of at most 1 MiB") }
        let digest = Digest(of: body)
        guard json["sha256"]?.text == digest.text else {
            throw WireError("sha256: needed the digest of the body's bytes")
        }
        try self.init(
            body: try WireError.document(in: body, of: "body", atMost: Self.bodyAtMost),
            digest, sections: try Self.sections(in: json["sections"]),
            lost: try Self.lost(in: json["lost"]), signature: try Signature(in: json))
        guard self.id == id else { throw WireError("body: its id is not the envelope's") }
    }

    /// What is sent.
    public var bytes: [UInt8] { json.canonicalBytes }

    /// Its members; `sections` and `lost` where there are some.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "format": .string(Self.format), "id": id.json,
            "sha256": .string(digest.text), "body": .string(Base64.text(of: body)),
        ]
        if !sections.isEmpty {
            members["sections"] = .object(
                Dictionary(
                    uniqueKeysWithValues: sections.map { digest, bytes in
                        (digest.text, .string(String(decoding: bytes, as: UTF8.self)))
                    }))
        }
        if !lost.isEmpty {
            members["lost"] = .array(lost.sorted().map { .string($0.text) })
        }
        if let signature {
            members["key_id"] = .string(signature.keyID)
            members["signature"] = .string(Base64.text(of: signature.bytes))
        }
        return .object(members)
    }

    private static func sections(
        in json: JSONValue?
    ) throws(WireError) -> [Digest: [UInt8]] {
        guard let json else { return [:] }
        guard case .object(let members) = json, members.count <= sectionsAtMost else {
            throw WireError("sections: needed an object of at most \(sectionsAtMost) members")
        }
        var sections: [Digest: [UInt8]] = [:]
        for (name, value) in members {
            guard let digest = Digest(text: name), let text = value.text else {
                throw WireError("sections: needed digests with texts")
            }
            sections[digest] = Array(text.utf8)
        }
        return sections
    }

    private static func lost(in json: JSONValue?) throws(WireError) -> Set<Digest> {
        guard let json else { return [] }
        guard let digests = Digest.list(in: json, atMost: sectionsAtMost) else {
            throw WireError("lost: needed at most \(sectionsAtMost) digests, each once")
        }
        return Set(digests)
    }
}
