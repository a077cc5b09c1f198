extension Mdoc {
    /// Prose as lines: a sentence a line, so that man sets the space behind it; a
    /// paragraph break for an empty line; code in its own type.
    static func sentences(_ prose: String) -> [String] {
        let paragraphs = prose.split(separator: "\n\n").map {
            $0.replacing("\n", with: " ")
        }
        var lines: [String] = []
        for paragraph in paragraphs {
            if !lines.isEmpty { lines.append(".Pp") }
            lines += paragraph.replacing(". ", with: ".\n").split(separator: "\n")
                .flatMap { wrapped(text(String($0))) }
        }
        return lines
    }

    /// Lines of the source as short as mandoc's style asks; code is not torn apart.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= columnsAtMost {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.map(guarded)
    }

    private static let columnsAtMost = 78

    /// One line of prose: `` `code` `` is set bold, everything else is as it stands.
    static func text(_ prose: String) -> String {
        let parts = prose.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        return parts.enumerated().map { index, part in
            index % 2 == 1 ? "\\fB\(escaped(part))\\fP" : escaped(part)
        }.joined()
    }

    /// What roff would take for its own: backslashes; hyphens that are minus signs in
    /// options, so that they can be copied; characters beyond ASCII.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\e"
            case "-": out += "\\-"
            case "…": out += "..."
            case "’", "‘": out += "'"
            case let other where other.isASCII: out.unicodeScalars.append(other)
            case let other:
                let code = String(other.value, radix: 16, uppercase: true)
                out += "\\[u" + String(repeating: "0", count: max(0, 4 - code.count)) + code + "]"
            }
        }
        return out
    }

    /// A line that begins with a control character of roff is text all the same.
    static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    /// A word behind a macro: one that looks like a macro itself is guarded.
    static func macroWord(_ word: String) -> String { guardOfMacros(word) + escaped(word) }

    /// Several words as one argument of a macro.
    static func quoted(_ text: String) -> String {
        "\"" + guardOfMacros(text) + escaped(text).replacing("\"", with: "\"\"") + "\""
    }

    /// mdoc's macros have two or three characters, of which the first is a capital.
    private static func guardOfMacros(_ word: String) -> String {
        (2...3).contains(word.count) && word.first?.isUppercase == true ? "\\&" : ""
    }
}
