internal import Crypto

extension Envelope {
    /// Who vouches for a body's bytes. The sections are covered, too: the body names
    /// them by digest.
    public struct Signature: Hashable, Sendable {
        /// Which key: a name that both sides agreed on, at most 128 bytes of ASCII.
        public let keyID: String
        /// 64 bytes of Ed25519 (RFC 8032) over the body's bytes.
        public let bytes: [UInt8]

        /// A signature; nil where a part is not of its form.
        public init?(keyID: String, bytes: [UInt8]) {
            let isName = keyID.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            guard isName, !keyID.isEmpty, keyID.utf8.count <= 128, bytes.count == 64 else {
                return nil
            }
            self.keyID = keyID
            self.bytes = bytes
        }

        /// The signature among an envelope's members; nil where there is none.
        /// - Throws: ``WireError`` where there is half of one, or no such.
        init?(in json: JSONValue) throws(WireError) {
            if json["key_id"] == nil, json["signature"] == nil { return nil }
            guard let keyID = json["key_id"]?.text, let text = json["signature"]?.text,
                text.utf8.count <= 88, let bytes = Base64.bytes(in: text),
                let signature = Self(keyID: keyID, bytes: bytes)
            else {
                throw WireError("signature: needed key_id and 64 bytes in base 64")
            }
            self = signature
        }

        /// A signature made now.
        ///
        /// - Parameter key: the 32 bytes of an Ed25519 private key; nil where it or its
        ///   name is none.
        public init?(of body: [UInt8], by key: [UInt8], named keyID: String) {
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: key),
                let bytes = try? key.signature(for: body)
            else { return nil }
            self.init(keyID: keyID, bytes: Array(bytes))
        }
    }

    /// The public half of an Ed25519 private key, both of 32 bytes; nil where it is none.
    public static func publicHalf(of key: [UInt8]) -> [UInt8]? {
        (try? Curve25519.Signing.PrivateKey(rawRepresentation: key))
            .map { Array($0.publicKey.rawRepresentation) }
    }

    /// The envelope with a signature of its own.
    ///
    /// - Parameter key: the 32 bytes of an Ed25519 private key.
    /// - Returns: nil where the key or its name is none.
    public func signed(by key: [UInt8], named keyID: String) -> Envelope? {
        guard let signature = Signature(of: body, by: key, named: keyID) else { return nil }
        var envelope = self
        envelope.signature = signature
        return envelope
    }

    /// Whether the body's bytes were signed with the other half of a key.
    ///
    /// - Parameter key: the 32 bytes of an Ed25519 public key.
    /// - Returns: false also where there is no signature.
    public func isSigned(by key: [UInt8]) -> Bool {
        guard let signature,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key)
        else { return false }
        return key.isValidSignature(signature.bytes, for: body)
    }
}
