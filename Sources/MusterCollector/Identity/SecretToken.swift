internal import Crypto
internal import Foundation
internal import MusterModel

/// A secret that is shown to be let in: told once, kept as a digest.
public struct SecretToken: Hashable, Sendable {
    /// What every token begins with, so that scanners of leaked secrets know it.
    static let prefix = "muster_"
    private static let bytes = 32

    /// As it is shown.
    public let text: String

    /// One that nobody has had before.
    public init() {
        let key = SymmetricKey(size: .init(bitCount: Self.bytes * 8))
        let secret = key.withUnsafeBytes { Data($0) }.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        text = Self.prefix + secret
    }

    /// One that somebody shows; nil where it cannot be one.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count <= 100 else { return nil }
        self.text = text
    }

    /// SHA-256 of it: 64 hexadecimal digits. Looked up by an index, it tells a clock nothing
    /// of the secret, all of whose 256 bits are random.
    public var digest: String { Digest(of: Array(text.utf8)).text }
}
