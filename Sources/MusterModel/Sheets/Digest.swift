internal import Crypto

/// A SHA-256 digest, written as 64 hexadecimal digits.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The digits, lower case.
    public let text: String

    /// The digest of `bytes` as they are; nobody re-encodes.
    public init(of bytes: [UInt8]) {
        text = SHA256.hash(data: bytes).map {
            let hex = String($0, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }

    /// A digest whose digits were looked at already.
    init(proven text: String) { self.text = text }

    /// The digits.
    public var description: String { text }

    /// By digits.
    public static func < (left: Digest, right: Digest) -> Bool { left.text < right.text }
}
