/// Bytes as text, RFC 4648 section 4: how recordings, observers and envelopes carry
/// them.
public enum Base64 {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes as text, with its padding.
    public static func text(of bytes: [UInt8]) -> String {
        let count = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: count) { room in
            for group in 0..<count / 4 {
                let part = bytes[3 * group..<min(3 * group + 3, bytes.count)]
                let bits = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (24 - 8 * part.count)
                for place in 0..<4 {
                    room[4 * group + place] =
                        place <= part.count
                        ? letters[Int(bits >> (18 - 6 * place) & 63)] : UInt8(ascii: "=")
                }
            }
            return count
        }
    }

    /// What each byte stands for; 64 and more for those that stand for nothing.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 64, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    /// The bytes in a text; nil where it is not written as ``text(of:)`` writes.
    public static func bytes(in text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { signs in
            guard signs.count % 4 == 0 else { return nil }
            let padding = signs.suffix(2).count { $0 == UInt8(ascii: "=") }
            let count = signs.count / 4 * 3 - padding
            let whole = (signs.count - padding) / 4
            var isRight = true
            let out = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
                isRight = values.withUnsafeBufferPointer { values in
                    fill(room, from: signs, values, wholes: whole)
                }
                filled = isRight ? 3 * whole : 0
            }
            guard isRight else { return nil }
            guard padding > 0 else { return out }
            return ending(signs[4 * whole..<signs.count - padding]).map { out + $0 }
        }
    }

    /// Whether the first groups of four signs all stand for something.
    private static func fill(
        _ room: UnsafeMutableBufferPointer<UInt8>, from signs: UnsafeBufferPointer<UInt8>,
        _ values: UnsafeBufferPointer<UInt8>, wholes: Int
    ) -> Bool {
        var wrong: UInt8 = 0
        for group in 0..<wholes {
            let first = values[Int(signs[4 * group])]
            let second = values[Int(signs[4 * group + 1])]
            let third = values[Int(signs[4 * group + 2])]
            let fourth = values[Int(signs[4 * group + 3])]
            wrong |= first | second | third | fourth
            room[3 * group] = first << 2 | second >> 4
            room[3 * group + 1] = second << 4 | third >> 2
            room[3 * group + 2] = third << 6 | fourth & 63
        }
        return wrong < 64
    }

    /// The last byte or two; nil where there are bits beside them: one way to write it.
    private static func ending(_ signs: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
        let values = signs.map { Self.values[Int($0)] }
        guard (2...3).contains(values.count), values.allSatisfy({ $0 < 64 }) else { return nil }
        let bits = values.reduce(UInt32(0)) { $0 << 6 | UInt32($1) } << (6 * (4 - values.count))
        let bytes = [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8)]
        let rest = values.count == 2 ? bits & 0xFFFF : bits & 0xFF
        return rest == 0 ? Array(bytes.prefix(values.count - 1)) : nil
    }
}
