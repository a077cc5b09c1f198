internal import MusterReport

/// Rows and columns of which few pairs have anything, each pair the darker the more.
struct HeatMap {
    /// One pair.
    struct Cell {
        let row: Int, column: Int
        /// The class of its colour.
        let name: String
        /// How much of what there could be, in thousandths.
        let share: Int64
        /// What it says, and the page behind it.
        let words: String, page: String?
    }

    let title: String
    let rows: [String], columns: [String]
    let cells: [Cell]

    private static let (left, top, side): (Int, Int, Int) = (150, 120, 16)
    /// A longer one is several, so that paper can hold it.
    private static let rowsAtOnce = 40
    private static let nameAtMost = 22
    /// So dark a share is, at least.
    private static let steps: [Int64] = [750, 500, 250, 50]

    func write(into writer: inout MarkupWriter) {
        guard !rows.isEmpty, !columns.isEmpty else { return }
        let byRow = Dictionary(grouping: cells, by: \.row)
        writer.start("figure", ["class": "heat"])
        writer.element("figcaption", title)
        for first in stride(from: 0, to: rows.count, by: Self.rowsAtOnce) {
            part(first..<min(first + Self.rowsAtOnce, rows.count), byRow, &writer)
        }
        writer.start("ul", ["class": "legend"])
        writer.element("li", ["class": "fail"], "fails")
        writer.element("li", ["class": "unknown"], "not known")
        writer.element(
            "li", ["class": "quiet"], "the darker, the larger the part of the site's known nodes")
        writer.end()
        writer.end()
    }

    private func part(
        _ range: Range<Int>, _ byRow: [Int: [Cell]], _ writer: inout MarkupWriter
    ) {
        let width = Self.left + columns.count * Self.side + Self.top
        let height = Self.top + range.count * Self.side + 4
        writer.start(
            "svg",
            [
                "viewBox": "0 0 \(width) \(height)", "width": "\(width)", "height": "\(height)",
                "role": "group", "aria-label": title,
            ])
        for (column, name) in columns.enumerated() {
            let x = Self.left + column * Self.side + Self.side / 2
            writer.start(
                "text",
                [
                    "x": "\(x)", "y": "\(Self.top - 6)",
                    "transform": "rotate(-45 \(x) \(Self.top - 6))",
                ])
            writer.words(short(name))
            writer.end()
        }
        for row in range {
            let y = Self.top + (row - range.lowerBound) * Self.side
            writer.element(
                "text",
                ["x": "\(Self.left - 6)", "y": "\(y + Self.side - 4)", "text-anchor": "end"],
                short(rows[row]))
            for cell in byRow[row] ?? [] { write(cell, at: y, &writer) }
        }
        writer.end()
    }

    private func write(_ cell: Cell, at y: Int, _ writer: inout MarkupWriter) {
        let step = Self.steps.firstIndex { cell.share >= $0 } ?? Self.steps.count
        let x = Self.left + cell.column * Self.side
        if let page = cell.page { writer.start("a", ["href": page, "aria-label": cell.words]) }
        writer.start(
            "rect",
            [
                "class": "\(cell.name) heat\(Self.steps.count - step)", "x": "\(x)", "y": "\(y)",
                "width": "\(Self.side - 1)", "height": "\(Self.side - 1)",
            ])
        writer.element("title", cell.words)
        writer.end()
        if cell.page != nil { writer.end() }
    }

    private func short(_ name: String) -> String {
        name.count > Self.nameAtMost ? name.prefix(Self.nameAtMost - 1) + "…" : name
    }
}
