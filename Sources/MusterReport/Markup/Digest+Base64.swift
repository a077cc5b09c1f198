package import MusterModel

extension Digest {
    /// The 32 bytes in base 64 (RFC 4648), as content security policies name them.
    package var base64: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var bits: [Int] = text.flatMap { digit -> [Int] in
            let value = digit.hexDigitValue ?? 0
            return [value >> 3 & 1, value >> 2 & 1, value >> 1 & 1, value & 1]
        }
        let missing = (6 - bits.count % 6) % 6
        bits += Array(repeating: 0, count: missing)
        let letters = stride(from: 0, to: bits.count, by: 6).map { start in
            alphabet[bits[start..<start + 6].reduce(0) { $0 << 1 | $1 }]
        }
        return String(letters) + String(repeating: "=", count: missing / 2)
    }
}
