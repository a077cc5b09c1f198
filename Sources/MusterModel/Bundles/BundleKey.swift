internal import Crypto

/// The public half of a key that signs check bundles (Ed25519, RFC 8032): what a node pins.
public struct BundleKey: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The key in its 64 hexadecimal digits; nil where they are none.
    public init?(text: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(in: text) else { return nil }
        self.init(bytes)
    }

    /// The key of 32 bytes; nil where they are none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 32,
            (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil
        else { return nil }
        self.bytes = bytes
    }

    /// The key as the library has it.
    init(_ key: Curve25519.Signing.PublicKey) { bytes = Array(key.rawRepresentation) }

    /// 64 hexadecimal digits.
    public var text: String { Hexadecimal.text(of: bytes) }

    /// Its name in signatures: `ed25519:` and 16 digits of its SHA-256.
    public var id: String { Self.id(of: bytes) }

    /// The name of a public half: what nodes and centres call their keys by.
    public static func id(of half: [UInt8]) -> String {
        "ed25519:" + Digest(of: half).text.prefix(16)
    }

    /// Whether its other half signed some bytes.
    func signed(_ bytes: [UInt8], as signature: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: self.bytes) else {
            return false
        }
        return key.isValidSignature(signature, for: bytes)
    }
}

/// The half that signs; whoever publishes bundles keeps it, and neither collectors nor nodes
/// ever see it.
public struct BundleSecret: Sendable {
    /// The other half.
    public let key: BundleKey

    private let bytes: [UInt8]

    /// A new one.
    public init() {
        let made = Curve25519.Signing.PrivateKey()
        bytes = Array(made.rawRepresentation)
        key = BundleKey(made.publicKey)
    }

    /// The one in 64 hexadecimal digits; nil where they are none.
    public init?(text: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(in: text), let half = Envelope.publicHalf(of: bytes),
            let key = BundleKey(half)
        else { return nil }
        (self.bytes, self.key) = (bytes, key)
    }

    /// 64 hexadecimal digits: for the file that only its owner reads.
    public var text: String { Hexadecimal.text(of: bytes) }

    /// Who vouches for a bundle's bytes.
    func signature(of body: [UInt8]) -> Envelope.Signature? {
        Envelope.Signature(of: body, by: bytes, named: key.id)
    }
}
