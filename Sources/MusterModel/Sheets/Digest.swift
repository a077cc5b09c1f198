internal import Crypto

/// A SHA-256 digest, written as 64 hexadecimal digits.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The digits, lower case.
    public let text: String

    /// The digest of `bytes` as they are; nobody re-encodes.
    public init(of bytes: [UInt8]) {
        let hash = SHA256.hash(data: bytes)
        text = String(unsafeUninitializedCapacity: 2 * SHA256.byteCount) { room in
            for (place, byte) in hash.enumerated() {
                room[2 * place] = Self.digits[Int(byte >> 4)]
                room[2 * place + 1] = Self.digits[Int(byte & 15)]
            }
            return 2 * SHA256.byteCount
        }
    }

    /// Hexadecimal digits, lower case.
    static let digits = Array("0123456789abcdef".utf8)

    /// A digest whose digits were looked at already.
    init(proven text: String) { self.text = text }

    /// The digits.
    public var description: String { text }

    /// By digits.
    public static func < (left: Digest, right: Digest) -> Bool { left.text < right.text }
}
