internal import CLinux
internal import Glibc
internal import MusterModel

/// The node's own key: what it vouches for its reports with.
///
/// Made once, on the node, and never told; a collector is told the other half when the
/// node is made known to it.
public struct NodeKey: Sendable {
    /// The key's name in envelopes: `ed25519:` and 16 hexadecimal digits of the SHA-256 of
    /// the public half.
    public let id: String
    /// The public half, 32 bytes.
    public let publicHalf: [UInt8]
    /// The public half in 64 hexadecimal digits.
    public var publicText: String { Hexadecimal.text(of: publicHalf) }

    private let secret: [UInt8]

    private static let name = "key"
    private static let size = 32

    /// The key of 32 bytes; nil where they are none.
    public init?(_ secret: [UInt8]) {
        guard let half = Envelope.publicHalf(of: secret) else { return nil }
        (self.secret, publicHalf) = (secret, half)
        id = BundleKey.id(of: half)
    }

    /// The key in the file `key` of a folder, made where there is none. One that does not
    /// read stays as it is: a person may still have use for it.
    /// - Throws: ``SpoolFault``; `EINVAL` where the file holds no key.
    public init(in folder: SpoolFolder) throws(SpoolFault) {
        var secret: [UInt8]
        do throws(SpoolFault) {
            secret = try folder.read(Self.name, atMost: Self.size)
        } catch {
            guard error.code == ENOENT else { throw error }
            secret = [UInt8](repeating: 0, count: Self.size)
            var chance = SystemRandomNumberGenerator()
            for index in secret.indices { secret[index] = chance.next() }
            _ = try folder.write(secret, as: Self.name)
        }
        guard let key = Self(secret) else { throw SpoolFault(.read, Self.name, EINVAL) }
        self = key
    }

    /// Who vouches for a report's body.
    func signature(of body: [UInt8]) -> Envelope.Signature? {
        Envelope.Signature(of: body, by: secret, named: id)
    }
}
