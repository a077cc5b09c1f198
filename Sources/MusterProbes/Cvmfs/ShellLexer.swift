/// Takes a shell file apart into words and marks, one pass over its bytes.
struct ShellLexer {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    /// `${A:-${B:-…}}` goes no deeper in any file of the field.
    private static let depthAtMost = 8

    /// A lexer at the start of `text`.
    init(_ text: String) { bytes = Array(text.utf8) }

    /// The words and marks up to the end, or up to where reading had to stop, and
    /// the offset of what comes next.
    static func tokens(of text: String) -> (tokens: [ShellToken], stop: ShellStop?, end: Int) {
        var lexer = ShellLexer(text)
        var tokens: [ShellToken] = []
        var end = 0
        do throws(ShellStop) {
            while let token = try lexer.next() {
                tokens.append(token)
                end = lexer.at
            }
            return (tokens, nil, end)
        } catch {
            return (tokens, error, end)
        }
    }

    private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func byte(ahead: Int) -> UInt8? {
        at + ahead < bytes.count ? bytes[at + ahead] : nil
    }

    private mutating func take() -> UInt8? {
        guard let byte else { return nil }
        at += 1
        if byte == .newline { line += 1 }
        return byte
    }

    private mutating func next() throws(ShellStop) -> ShellToken? {
        skipSpace()
        let (offset, start) = (at, line)
        guard byte != nil else { return nil }
        if let mark = mark() {
            at += mark.utf8.count
            if mark == "\n" { line += 1 }
            return ShellToken(kind: .mark(mark), offset: offset, line: start)
        }
        let parts = try word()
        return ShellToken(
            kind: .word(ShellWord(parts: parts, line: start)), offset: offset, line: start)
    }

    /// Passes blanks, comments and joined lines.
    private mutating func skipSpace() {
        while let byte {
            if byte == .space || byte == .tab {
                at += 1
            } else if byte == .backslash, self.byte(ahead: 1) == .newline {
                at += 2
                line += 1
            } else if byte == UInt8(ascii: "#") {
                while let byte = self.byte, byte != .newline { at += 1 }
            } else {
                return
            }
        }
    }

    private static let marks = [
        "<<", ">>", ">&", "<&", "&>", "&&", "||", ";;", "\n", ";", "|", "&", "(", ")", "<", ">",
    ].map { Array($0.utf8) }

    private func mark() -> String? {
        Self.marks.first { bytes[at...].starts(with: $0) }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private mutating func word() throws(ShellStop) -> [ShellWord.Part] {
        try parts(inQuotes: false, depth: 0) { $0.isBlank || $0.isMark }
    }

    /// Pieces up to a byte that `ends` them, which is left, or up to the end. In the
    /// braces of a quoted `"${A:-"b"}"` double quotes count again.
    private mutating func parts(
        inQuotes: Bool, inBraces: Bool = false, depth: Int, until ends: (UInt8) -> Bool
    ) throws(ShellStop) -> [ShellWord.Part] {
        guard depth <= Self.depthAtMost else {
            throw ShellStop(why: "expansions nested too deep", line: line)
        }
        var parts: [ShellWord.Part] = []
        var text: [UInt8] = []
        func flush() {
            if text.isEmpty { return }
            let piece = String(decoding: text, as: UTF8.self)
            parts.append(inQuotes ? .quoted(piece) : .plain(piece))
            text = []
        }
        while let byte, !ends(byte) {
            switch byte {
            case UInt8(ascii: "$") where opensExpansion, UInt8(ascii: "`"):
                flush()
                parts.append(try expansion(inQuotes: inQuotes, depth: depth))
            case UInt8(ascii: "'") where !inQuotes, UInt8(ascii: "\"") where !inQuotes || inBraces:
                flush()
                parts += try quoted(depth: depth)
            case .backslash:
                flush()
                if let piece = escaped(inQuotes: inQuotes) { parts.append(.quoted(piece)) }
            default:
                guard byte >= 0x20 || (9...13).contains(byte) else {
                    throw ShellStop(why: "a control character", line: line)
                }
                text.append(byte)
                _ = take()
            }
        }
        flush()
        return parts
    }

    /// Whether the dollar sign here begins something.
    private var opensExpansion: Bool {
        guard let next = byte(ahead: 1) else { return false }
        return next.isNamePart || [123, 40, 39, 34, 63, 35, 36, 64, 42, 33, 45].contains(next)
    }

    private mutating func quoted(depth: Int) throws(ShellStop) -> [ShellWord.Part] {
        let start = line
        let quote = take()
        var parts: [ShellWord.Part]
        if quote == UInt8(ascii: "'") {
            var text: [UInt8] = []
            while let byte, byte != quote {
                text.append(byte)
                _ = take()
            }
            parts = [.quoted(String(decoding: text, as: UTF8.self))]
        } else {
            parts = try self.parts(inQuotes: true, depth: depth + 1) { $0 == quote }
        }
        guard take() == quote else { throw ShellStop(why: "a quote without its end", line: start) }
        return parts.isEmpty ? [.quoted("")] : parts
    }

    /// In double quotes a backslash escapes only `$`, a backtick, `"`, itself and
    /// a line's end (POSIX shell, 2.2.3).
    private mutating func escaped(inQuotes: Bool) -> String? {
        _ = take()
        guard let byte = take() else { return "\\" }
        if byte == .newline { return nil }
        var text: [UInt8] = inQuotes && ![36, 96, 34, 92].contains(byte) ? [.backslash] : []
        text.append(byte)
        while let byte = self.byte, byte & 0xC0 == 0x80 {
            text.append(byte)
            at += 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func expansion(
        inQuotes: Bool, depth: Int
    ) throws(ShellStop) -> ShellWord.Part {
        let start = line
        if take() == UInt8(ascii: "`") {
            while let byte = take() {
                if byte == UInt8(ascii: "`") { return .opaque("a command in backticks") }
                if byte == .backslash { _ = take() }
            }
            throw ShellStop(why: "a backtick without its end", line: start)
        }
        switch byte {
        case UInt8(ascii: "{"): return try braced(inQuotes: inQuotes, depth: depth)
        case UInt8(ascii: "("): return try substitution()
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            _ = try quoted(depth: depth)
            return .opaque("a $-quoted text")
        case let first? where first.isNameStart:
            return .variable(name(), inQuotes: inQuotes, nil)
        default:
            _ = take()
            return .opaque("a variable of the shell itself")
        }
    }

    private mutating func name() -> String {
        let start = at
        while let byte, byte.isNamePart { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func braced(inQuotes: Bool, depth: Int) throws(ShellStop) -> ShellWord.Part {
        let start = line
        _ = take()
        let name = name()
        let coversEmpty = byte == UInt8(ascii: ":")
        if coversEmpty { at += 1 }
        let sign = byte
        var fallback: ShellWord.Fallback?
        if let sign, [45, 61, 43].contains(sign), !name.isEmpty {
            at += 1
            let parts = try self.parts(inQuotes: inQuotes, inBraces: true, depth: depth + 1) {
                $0 == UInt8(ascii: "}")
            }
            fallback = .init(sign: sign, coversEmpty: coversEmpty, parts: parts)
        }
        let isPlain =
            byte == UInt8(ascii: "}") && !name.isEmpty && (fallback != nil || !coversEmpty)
        if !isPlain {
            _ = try parts(inQuotes: inQuotes, inBraces: true, depth: depth + 1) {
                $0 == UInt8(ascii: "}")
            }
        }
        guard take() == UInt8(ascii: "}") else {
            throw ShellStop(why: "a brace without its end", line: start)
        }
        return isPlain
            ? .variable(name, inQuotes: inQuotes, fallback) : .opaque("an expansion of parts")
    }

    /// Passes `$( … )` and `$(( … ))`: parentheses are counted outside quotes.
    private mutating func substitution() throws(ShellStop) -> ShellWord.Part {
        let start = line
        let isSum = byte(ahead: 1) == UInt8(ascii: "(")
        var open = 0
        while let byte {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                guard skipQuoted() else { break }
                continue
            case .backslash: _ = take()
            case UInt8(ascii: "("): open += 1
            case UInt8(ascii: ")"): open -= 1
            default: break
            }
            _ = take()
            if open > 0 { continue }
            return .opaque(isSum ? "arithmetic in $((…))" : "a command in $(…)")
        }
        throw ShellStop(why: "a parenthesis without its end", line: start)
    }

    private mutating func skipQuoted() -> Bool {
        let quote = take()
        while let byte = take() {
            if byte == quote { return true }
            if byte == .backslash, quote == UInt8(ascii: "\"") { _ = take() }
        }
        return false
    }
}

extension UInt8 {
    fileprivate static let newline = UInt8(ascii: "\n")
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let tab = UInt8(ascii: "\t")
    fileprivate static let backslash = UInt8(ascii: "\\")

    fileprivate var isBlank: Bool { self == .space || self == .tab }

    /// A byte that ends a word: `\n ; & | ( ) < >`.
    fileprivate var isMark: Bool { [10, 59, 38, 124, 40, 41, 60, 62].contains(self) }
}
