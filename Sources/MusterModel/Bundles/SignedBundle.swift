/// A check bundle on its way: its bytes, which nobody encodes again, and who vouches for them.
public struct SignedBundle: Hashable, Sendable {
    /// Name and version of the form.
    public static let format = "muster-signed-bundle/1"

    /// A longer one is neither published nor read, bytes; the built-in checks take 140 KiB.
    public static let bytesAtMost = 1 << 20
    /// What is signed, bytes: in base 64 it leaves room for the rest.
    public static let bodyAtMost = 720 << 10

    /// The bundle's bytes as they were signed.
    public let body: [UInt8]
    /// SHA-256 of ``body``: what nodes and collectors name it by.
    public let digest: Digest
    /// Who vouches for it.
    public let signature: Envelope.Signature

    /// A bundle signed now; nil where it is larger than any that is read.
    public init?(_ bundle: CheckBundle, by secret: BundleSecret) {
        let body = bundle.bytes
        guard body.count <= Self.bodyAtMost, let signature = secret.signature(of: body) else {
            return nil
        }
        (self.body, self.signature, digest) = (body, signature, Digest(of: body))
    }

    /// What stands in a file or came over the network; nothing of it is believed yet.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(reading bytes: [UInt8]) throws(WireError) {
        let json = try WireError.value(in: bytes, of: "signed bundle", atMost: Self.bytesAtMost)
        guard json["format"]?.text == Self.format else {
            throw WireError("format: needed \(Self.format)")
        }
        try json.refuseStrangers(
            in: "signed bundle", but: ["format", "body", "key_id", "signature"])
        guard let body = json["body"]?.text.flatMap(Base64.bytes), body.count <= Self.bodyAtMost
        else {
            throw WireError("body: needed base 64 (RFC 4648) of at most \(Self.bodyAtMost) bytes")
        }
        guard let signature = try Envelope.Signature(in: json) else {
            throw WireError("signature: needed key_id and signature")
        }
        (self.body, self.signature, digest) = (body, signature, Digest(of: body))
    }

    /// As it travels and is kept.
    public var bytes: [UInt8] {
        JSONValue.object([
            "format": .string(Self.format), "body": .string(Base64.text(of: body)),
            "key_id": .string(signature.keyID),
            "signature": .string(Base64.text(of: signature.bytes)),
        ]).canonicalBytes
    }

    /// The bundle, once one of these keys has proven to have signed it; before, not a byte of
    /// it is read.
    /// - Throws: ``WireError``: a strange key, another signature, or no bundle.
    public func proven(byOneOf keys: [BundleKey]) throws(WireError) -> ProvenBundle {
        guard let key = keys.first(where: { $0.id == signature.keyID }) else {
            throw WireError("key_id: \(signature.keyID.printable): is no key that is pinned here")
        }
        guard key.signed(body, as: signature.bytes) else {
            throw WireError("signature: is not by \(key.id) over these bytes")
        }
        return try unproven()
    }

    /// The bundle, whoever may have signed it: for a person who was handed the file.
    /// - Throws: ``WireError`` where it is none.
    public func unproven() throws(WireError) -> ProvenBundle {
        let bundle = try CheckBundle(reading: body)
        return ProvenBundle(
            bundle: bundle,
            mark: PolicyOrigin.Mark(
                version: bundle.version, digest: digest, keyID: signature.keyID))
    }
}

/// A bundle that may be judged by, with what is told of it beside each verdict.
public struct ProvenBundle: Hashable, Sendable {
    /// The bundle.
    public let bundle: CheckBundle
    /// Which it is.
    public let mark: PolicyOrigin.Mark

    /// Why nobody judges by it any more on a day; nil where one may.
    public func objection(on day: CalendarDate) -> String? {
        guard let until = bundle.until, until < day else { return nil }
        return "check bundle \(bundle.version): was to be used until \(until)"
    }
}
