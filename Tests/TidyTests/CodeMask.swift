/// Blanks comments and string literals of Swift code, byte for byte.
///
/// Interpolations stay code. Regex literals are not known; a quote in one is
/// taken for a string that ends with its line.
struct CodeMask {
    private enum State: Equatable {
        case code(parentheses: Int)
        case lineComment
        case blockComment(depth: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let bytes: [UInt8]
    private var at = 0
    private var states: [State] = [.code(parentheses: 0)]
    private var kept: [UInt8] = []

    /// `text` with spaces where there was no code; line breaks stay.
    static func blanked(_ text: String) -> String {
        var mask = CodeMask(bytes: Array(text.utf8))
        while mask.at < mask.bytes.count { mask.step() }
        return String(decoding: mask.kept, as: UTF8.self)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func sees(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

    private mutating func keep(_ count: Int = 1) {
        kept += bytes[at..<min(at + count, bytes.count)]
        at += count
    }

    /// Continuation bytes of UTF-8 vanish, so that columns stay characters.
    private mutating func blank(_ count: Int = 1) {
        for byte in bytes[at..<min(at + count, bytes.count)] {
            if byte == UInt8(ascii: "\n") {
                kept.append(byte)
            } else if byte & 0xC0 != 0x80 {
                kept.append(UInt8(ascii: " "))
            }
        }
        at += count
    }

    private mutating func step() {
        switch states[states.count - 1] {
        case .code(let parentheses): stepInCode(parentheses)
        case .lineComment:
            if sees("\n") { states.removeLast() }
            blank()
        case .blockComment(let depth): stepInComment(depth)
        case .string(let hashes, let isMultiline): stepInString(hashes, isMultiline)
        }
    }

    private mutating func stepInCode(_ parentheses: Int) {
        if sees("//") {
            states.append(.lineComment)
            blank(2)
        } else if sees("/*") {
            states.append(.blockComment(depth: 1))
            blank(2)
        } else if let (hashes, isMultiline) = openingQuote() {
            states.append(.string(hashes: hashes, isMultiline: isMultiline))
            keep(hashes + (isMultiline ? 3 : 1))
        } else {
            count(parentheses)
            keep()
        }
    }

    /// The parenthesis that ends an interpolation leads back into its string.
    private mutating func count(_ parentheses: Int) {
        let top = states.count - 1
        if sees("(") {
            states[top] = .code(parentheses: parentheses + 1)
        } else if sees(")") {
            if parentheses == 1, top > 0 {
                states.removeLast()
            } else {
                states[top] = .code(parentheses: max(0, parentheses - 1))
            }
        }
    }

    private func openingQuote() -> (hashes: Int, isMultiline: Bool)? {
        let hashes = bytes[at...].prefix { $0 == UInt8(ascii: "#") }.count
        let rest = bytes[(at + hashes)...]
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        return (hashes, rest.starts(with: "\"\"\"".utf8))
    }

    private mutating func stepInComment(_ depth: Int) {
        if sees("/*") {
            states[states.count - 1] = .blockComment(depth: depth + 1)
            blank(2)
        } else if sees("*/") {
            states.removeLast()
            if depth > 1 { states.append(.blockComment(depth: depth - 1)) }
            blank(2)
        } else {
            blank()
        }
    }

    private mutating func stepInString(_ hashes: Int, _ isMultiline: Bool) {
        let fence = String(repeating: "#", count: hashes)
        let quote = (isMultiline ? "\"\"\"" : "\"") + fence
        if sees("\\" + fence + "(") {
            states.append(.code(parentheses: 1))
            keep(hashes + 2)
        } else if sees("\\" + fence) {
            blank(hashes + 2)
        } else if sees(quote) {
            states.removeLast()
            keep(quote.utf8.count)
        } else {
            if !isMultiline, sees("\n") { states.removeLast() }
            blank()
        }
    }
}
