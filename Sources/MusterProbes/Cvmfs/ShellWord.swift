/// One word of a shell file, not yet expanded.
struct ShellWord: Hashable {
    /// What a word consists of.
    indirect enum Part: Hashable {
        /// Text that stands without quotes.
        case plain(String)
        /// Text in quotes or behind a backslash.
        case quoted(String)
        /// `$NAME` or `${NAME…}`; a fallback where one is written.
        case variable(String, inQuotes: Bool, Fallback?)
        /// Something that only a shell can answer, and how to call it.
        case opaque(String)
    }

    /// The `:-word` of `${NAME:-word}`.
    struct Fallback: Hashable {
        /// `-`, `=` or `+` (POSIX shell, parameter expansion).
        let sign: UInt8
        /// Whether an empty value counts as none: written with a colon.
        let coversEmpty: Bool
        /// What stands behind the sign.
        let parts: [Part]
    }

    /// The pieces in order; none for an empty pair of quotes.
    var parts: [Part]

    /// The line where it begins, from 1.
    let line: Int

    /// The text of a word that is written without quotes and expansions.
    var literal: String? {
        var text = ""
        for part in parts {
            guard case .plain(let piece) = part else { return nil }
            text += piece
        }
        return parts.isEmpty ? nil : text
    }

    /// The name, sign and value of a word that is `NAME=…` or `NAME+=…`.
    var assignment: (name: String, appends: Bool, value: ShellWord)? {
        guard case .plain(let start)? = parts.first,
            let equals = start.utf8.firstIndex(of: UInt8(ascii: "="))
        else { return nil }
        let left = start[..<equals]
        let appends = left.hasSuffix("+")
        let name = String(appends ? left.dropLast() : left)
        guard name.isShellName else { return nil }
        var value = ShellWord(parts: Array(parts.dropFirst()), line: line)
        let rest = String(start[start.utf8.index(after: equals)...])
        if !rest.isEmpty { value.parts.insert(.plain(rest), at: 0) }
        return (name, appends, value)
    }
}

extension StringProtocol {
    /// Whether a shell takes it for the name of a variable.
    var isShellName: Bool {
        guard let first = utf8.first, first.isNameStart else { return false }
        return utf8.allSatisfy(\.isNamePart)
    }
}

extension UInt8 {
    /// A letter or an underscore.
    var isNameStart: Bool {
        (65...90).contains(self) || (97...122).contains(self) || self == 95
    }

    /// A letter, a digit or an underscore.
    var isNamePart: Bool { isNameStart || (48...57).contains(self) }
}
