/// Bytes as hexadecimal digits, two a byte.
public enum Hexadecimal {
    /// The digits, lower case.
    public static func text(of bytes: some Sequence<UInt8>) -> String {
        String(
            decoding: bytes.flatMap { [Digest.digits[Int($0 >> 4)], Digest.digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    /// The bytes in digits of either case; nil where a sign is none, or half a byte is left.
    public static func bytes(in text: some StringProtocol) -> [UInt8]? {
        let values = text.utf8.compactMap { sign -> UInt8? in
            switch sign {
            case 48...57: sign - 48
            case 65...70: sign - 55
            case 97...102: sign - 87
            default: nil
            }
        }
        guard values.count == text.utf8.count, values.count % 2 == 0 else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
