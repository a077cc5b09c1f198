internal import MusterModel

/// The configuration file of one installation, as the release that reads it
/// understands it.
///
/// From 3.0 on a line counts that is words, an equals sign and text; the first
/// line of a key counts, and of its value the part before a comma; an empty value
/// is none. 2.x takes the last line, and the text up to a second equals sign.
/// Neither knows comments behind a value. Read off both parsers
/// (`config_parser.c` of 2.6.1, `parser.go` of 3.8.4 and Apptainer 1.5.3).
struct RuntimeConfiguration: Sendable {
    /// One assignment of the file.
    struct Line: Hashable, Sendable {
        /// Counted from 1.
        let number: Int
        /// The words before the equals sign, as written; empty for a stray.
        let key: String
        /// Without white space around it; never empty.
        let value: String
    }

    /// More lines are no configuration file.
    static let linesAtMost = 20_000

    /// The file's path, or `defaults of …` where there is none.
    let source: String

    /// Whether a file was read.
    let isFile: Bool

    /// Whose rules and defaults apply.
    let release: RuntimeRelease

    /// The assignments with a value, in the order of the file.
    let lines: [Line]

    /// Lines that are neither empty, comment nor assignment; the runtime passes
    /// over them.
    let strays: [Line]

    /// What holds where no file is read at all.
    init(defaultsOf release: RuntimeRelease) {
        source = "defaults of \(release.description)"
        isFile = false
        self.release = release
        lines = []
        strays = []
    }

    /// Reads the text of the file at `source`.
    /// - Throws: malformed where it is no text, has too many lines, or has lines and
    ///   no assignment among them.
    init(
        parsing text: String, from source: String, of release: RuntimeRelease
    ) throws(Absence) {
        guard !text.utf8.contains(0) else {
            throw Absence(.malformed, "\(source): binary data, needed lines of key = value")
        }
        let rows = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard rows.count <= Self.linesAtMost else {
            throw Absence(.malformed, "\(source): \(rows.count) lines, needed a configuration file")
        }
        var lines: [Line] = []
        var strays: [Line] = []
        for (index, row) in rows.enumerated() {
            let row = row.trimmingSpace
            guard let first = row.first, first != "#" else { continue }
            guard let parts = Self.assignment(row, second: release.isSecond) else {
                strays.append(Line(number: index + 1, key: "", value: row.excerpt))
                continue
            }
            if parts.value.isEmpty { continue }
            lines.append(Line(number: index + 1, key: parts.key, value: parts.value))
        }
        if let stray = strays.first, lines.isEmpty {
            throw Absence(
                .malformed, "\(source): line \(stray.number): \(stray.value), needed key = value")
        }
        self.source = source
        isFile = true
        self.release = release
        self.lines = lines
        self.strays = strays
    }

    private static func assignment(
        _ row: Substring, second: Bool
    ) -> (key: String, value: String)? {
        guard let equals = row.firstIndex(of: "=") else { return nil }
        let key = row[..<equals].trimmingSpace
        guard !key.isEmpty, key.allSatisfy({ $0.isKeyLetter }) else { return nil }
        var value = row[row.index(after: equals)...]
        if second { value = value.prefix { $0 != "=" } }
        return (String(key), String(value.trimmingSpace))
    }
}

extension Character {
    fileprivate var isKeyLetter: Bool {
        isASCII && isLetter || self == " " || self == "_" || self == "-"
    }
}
