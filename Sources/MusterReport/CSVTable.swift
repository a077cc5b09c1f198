internal import MusterModel

/// A table for spreadsheets (RFC 4180), in which no cell is a formula.
public enum CSVTable {
    /// Rows, the names first; lines end with CR LF, as the RFC wants it.
    public static func text(of rows: [[String]]) -> String {
        rows.map { $0.map(\.cell).joined(separator: ",") + "\r\n" }.joined()
    }
}

extension String {
    /// What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"),
    /// the full-width forms included.
    private static let formulaSigns: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "＝", "＋", "－", "＠",
    ]

    /// The most that spreadsheets take in one cell is 32,767 characters.
    private static let cellAtMost = 4_000

    /// A quoted cell; a text that would be a formula gets an apostrophe before it.
    fileprivate var cell: String {
        let text = shortened(to: Self.cellAtMost)
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{FFFD}" }
        let isFormula = first.map { Self.formulaSigns.contains($0) } ?? false
        return "\"\(isFormula ? "'" : "")\(text.escaped { $0 == "\"" ? "\"\"" : nil })\""
    }
}
