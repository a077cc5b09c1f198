/// Bytes as text, RFC 4648 section 4: how recordings, observers and envelopes carry
/// them.
public enum Base64 {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes as text, with its padding.
    public static func text(of bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let bits = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * (3 - part.count))
            for place in 0..<4 {
                let letter = letters[Int(bits >> (18 - 6 * place) & 63)]
                out.append(place <= part.count ? letter : UInt8(ascii: "="))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The bytes in a text; nil where it is not written as ``text(of:)`` writes.
    public static func bytes(in text: String) -> [UInt8]? {
        let signs = Array(text.utf8)
        guard signs.count % 4 == 0 else { return nil }
        let padding = signs.suffix(2).count { $0 == UInt8(ascii: "=") }
        var out: [UInt8] = []
        for start in stride(from: 0, to: signs.count, by: 4) {
            var bits: UInt32 = 0
            let isLast = start + 4 == signs.count
            for (place, sign) in signs[start..<(start + 4)].enumerated() {
                let value = isLast && place >= 4 - padding ? 0 : value(of: sign)
                guard let value else { return nil }
                bits = bits << 6 | value
            }
            let count = isLast ? 3 - padding : 3
            for place in 0..<count { out.append(UInt8(bits >> (16 - 8 * place) & 255)) }
        }
        // One way to write it: no bits beside the bytes, and no sign behind its end.
        let last = signs.suffix(4)
        let rest = String(decoding: last, as: UTF8.self)
        let end = out.suffix(last.isEmpty ? 0 : 3 - padding)
        return self.text(of: Array(end)) == rest ? out : nil
    }

    private static func value(of sign: UInt8) -> UInt32? {
        switch sign {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(sign - 65)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(sign - 71)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(sign + 4)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
