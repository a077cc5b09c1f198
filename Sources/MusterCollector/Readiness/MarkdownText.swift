internal import MusterModel

/// Markdown in which no word from outside is anything but text.
struct MarkdownText {
    /// A cell of a table.
    enum Cell {
        case plain(String)
        /// A text that leads to a page of the collector.
        case link(String, String)
    }

    /// The collector's address; nil where nothing is linked.
    let address: String?
    /// What was written.
    private(set) var lines: [String] = []

    init(address: String?) { self.address = address }

    mutating func heading(_ level: Int, _ text: String) {
        if !lines.isEmpty { lines.append("") }
        lines.append(String(repeating: "#", count: level) + " " + text.literal)
    }

    mutating func paragraph(_ text: String) { lines += ["", text.literal] }

    mutating func item(_ text: String) {
        if lines.last?.hasPrefix("-") != true { lines.append("") }
        lines.append("- " + text.literal)
    }

    /// A table; a word where it has no row.
    mutating func table(_ head: [String], _ rows: [[Cell]]) {
        guard !rows.isEmpty else { return paragraph("None.") }
        lines += ["", row(head.map(\.literal)), row(head.map { _ in "---" })]
        for cells in rows { lines.append(row(cells.map(text))) }
    }

    private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    private func text(of cell: Cell) -> String {
        switch cell {
        case .plain(let text): text.literal
        case .link(let text, let page):
            address.map { "[\(text.literal)](\($0)\(page))" } ?? text.literal
        }
    }
}

extension String {
    /// The text with a backslash before everything that Markdown, or HTML in it, would take
    /// for more.
    fileprivate var literal: String {
        let active = Set("\\`*_[]<>#|~&$@".unicodeScalars)
        var out = String.UnicodeScalarView()
        for scalar in printable.unicodeScalars {
            // A slash behind a colon would make a link of an address.
            let isAddress = scalar == "/" && out.last == ":"
            if active.contains(scalar) || isAddress { out.append("\\") }
            out.append(scalar)
        }
        return String(out)
    }
}
