extension JSONReader {
    /// A string, from its first quotation mark on.
    mutating func string() throws(Malformed) -> String {
        at += 1
        // As far as nothing is escaped the text is what it is.
        var end = at
        var all: UInt8 = 0
        while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\\"),
            bytes[end] != UInt8(ascii: "\"")
        {
            all |= bytes[end]
            end += 1
        }
        if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
            let text = UnsafeBufferPointer(rebasing: bytes[at..<end])
            // ASCII cannot be wrong; the other way takes longer.
            let string =
                all < 0x80
                ? String(decoding: text, as: UTF8.self) : String(validating: text, as: UTF8.self)
            guard let string else { throw malformed("text that is not UTF-8") }
            at = end + 1
            return string
        }
        return try escaped(behind: Array(bytes[at..<end]))
    }

    private mutating func escaped(behind plain: [UInt8]) throws(Malformed) -> String {
        let start = at
        at += plain.count
        var text = plain
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw malformed("text that is not UTF-8")
                }
                if isCanonical { isCanonical = stands(string, from: start - 1) }
                return string
            case UInt8(ascii: "\\"): text += try escape()
            case ..<0x20: throw malformed("a bare control character in a string")
            default: text.append(byte)
            }
        }
        throw malformed("a string without an end")
    }

    /// Whether the bytes from there to here are how a text is written canonically.
    private func stands(_ text: String, from start: Int) -> Bool {
        JSONValue.string(text).canonicalBytes.elementsEqual(
            UnsafeBufferPointer(rebasing: bytes[start..<at]))
    }

    private mutating func escape() throws(Malformed) -> [UInt8] {
        guard let byte = next else { throw malformed("a string without an end") }
        at += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "u"): return try unicode()
        default: throw malformed("an escape that JSON does not have")
        }
    }

    private mutating func unicode() throws(Malformed) -> [UInt8] {
        let high = try hexadecimal()
        var scalar = high
        if (0xD800..<0xDC00).contains(high), take("\\"), take("u") {
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw malformed("half a surrogate pair") }
            scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let unicode = Unicode.Scalar(scalar) else { throw malformed("half a surrogate pair") }
        return Array(String(Character(unicode)).utf8)
    }

    private mutating func hexadecimal() throws(Malformed) -> UInt32 {
        let digits = bytes[at...].prefix(4)
        // A number's own initialiser would take a sign.
        guard digits.count == 4, digits.first != UInt8(ascii: "+"),
            digits.first != UInt8(ascii: "-"),
            let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed("no four hexadecimal digits behind \\u") }
        at += 4
        return code
    }
}
