import Testing

/// One file with its lines, and the same lines without comments and texts.
struct SourceFile: Sendable, CustomTestStringConvertible {
    /// The path below the package's root.
    let path: String
    /// The lines as they stand.
    let lines: [String]
    /// The lines with comments and the insides of string literals blanked, so that
    /// a rule about code is not met by prose. Same count, same columns.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = Self.lines(of: text)
        code = path.hasSuffix(".swift") ? Self.lines(of: CodeMask.blanked(text)) : lines
    }

    /// `MusterModel` of `Sources/MusterModel/…`.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// The file's name without its ending.
    var name: String {
        let last = path.split(separator: "/").last ?? ""
        return String(last.split(separator: ".").first ?? last)
    }

    var testDescription: String { path }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
