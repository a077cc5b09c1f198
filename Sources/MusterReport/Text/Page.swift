/// Lines of bounded width under construction. Every text passes ``Cell``, so that
/// nothing from a node reaches the terminal as it was.
struct Page {
    private let width: Int
    private let colour: Bool
    private var lines: [String] = []

    init(width: Int, colour: Bool) {
        self.width = width
        self.colour = colour
    }

    /// All lines, each ended.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// An empty line, unless there is one already.
    mutating func blank() {
        if lines.last?.isEmpty == false { lines.append("") }
    }

    /// Cells side by side with three blanks between, in as many lines as they need;
    /// behind `label` where there is one, later lines below the first cell.
    mutating func flow(_ cells: [Cell], label: Cell? = nil, indent: Int) {
        var line = label.map { padded($0, to: indent) } ?? ""
        var (used, first) = (label == nil ? 0 : indent, true)
        for cell in cells {
            for (index, piece) in wrapped(cell.text, to: width - indent).enumerated() {
                if !first, index > 0 || used + 3 + piece.columns > width {
                    lines.append(line)
                    (line, used) = (String(repeating: " ", count: indent), indent)
                } else if !first {
                    line += "   "
                    used += 3
                }
                line += painted(piece, cell.paint)
                used += piece.columns
                first = false
            }
        }
        lines.append(line.trimmingEnd)
    }

    /// `text` in a column of its own, wrapped, with `label` before its first line
    /// and `trailing` at the right edge of it.
    mutating func paragraph(
        _ label: Cell, at start: Int = 0, indent: Int, _ text: String, trailing: String = ""
    ) {
        let room = width - indent - (trailing.isEmpty ? 0 : trailing.columns + 2)
        let margin = String(repeating: " ", count: indent)
        for (index, piece) in wrapped(Cell.safe(text), to: room).enumerated() {
            guard index == 0 else {
                lines.append(margin + piece)
                continue
            }
            let before = String(repeating: " ", count: start) + padded(label, to: indent - start)
            let gap = String(repeating: " ", count: room - piece.columns + 2)
            lines.append((before + piece + (trailing.isEmpty ? "" : gap + trailing)).trimmingEnd)
        }
    }

    private func padded(_ cell: Cell, to width: Int) -> String {
        let gap = max(0, width - cell.text.columns)
        return painted(cell.text, cell.paint) + String(repeating: " ", count: gap)
    }

    private func painted(_ text: String, _ paint: Paint?) -> String {
        guard colour, let paint, !text.isEmpty else { return text }
        return paint.applied(to: text)
    }

    /// `text` in lines of at most `room` columns, broken at blanks; a word that is
    /// longer is broken where the line ends. At least one line.
    private func wrapped(_ text: String, to room: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            for (index, piece) in pieces(of: word, to: room).enumerated() {
                if line.isEmpty {
                    line = piece
                } else if index == 0, line.columns + 1 + piece.columns <= room {
                    line += " " + piece
                } else {
                    lines.append(line)
                    line = piece
                }
            }
        }
        return lines + (line.isEmpty && !lines.isEmpty ? [] : [line])
    }

    private func pieces(of word: Substring, to room: Int) -> [String] {
        guard word.columns > room else { return [String(word)] }
        var pieces: [String] = []
        var (piece, used) = ("", 0)
        for character in word {
            if used + character.columns > room {
                pieces.append(piece)
                (piece, used) = ("", 0)
            }
            piece.append(character)
            used += character.columns
        }
        return pieces + [piece]
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
