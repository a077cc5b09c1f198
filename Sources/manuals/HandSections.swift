import Foundation

/// Sections that are kept by hand, one file a command: a narrow part of Markdown that
/// both a man page and the reference are made from.
///
/// `# NAME` begins a section; then paragraphs, lists of `` - `term`: text `` and
/// blocks indented by four blanks.
struct HandSections {
    /// One piece of a section.
    enum Block: Equatable {
        case paragraph(String)
        case list([Item])
        case code([String])
    }

    /// A term with its meaning.
    struct Item: Equatable {
        let term: String
        var text: String
    }

    /// A section under its title.
    struct Section: Equatable {
        let title: String
        var blocks: [Block]
    }

    /// In the order of the file.
    let sections: [Section]

    /// What man pages of this project have, in the order of mdoc(7).
    static let titles = [
        "DESCRIPTION", "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO",
    ]

    /// Those that no page may lack.
    private static let needed = ["EXIT STATUS", "EXAMPLES", "SEE ALSO"]

    /// The blocks under a title; none where there is no such section.
    subscript(title: String) -> [Block] {
        sections.first { $0.title == title }?.blocks ?? []
    }

    /// Reads a file.
    /// - Throws: ``ManualError`` with file and line.
    static func read(_ file: URL) throws -> HandSections {
        let text: String
        do { text = try String(contentsOf: file, encoding: .utf8) } catch {
            throw ManualError("\(file.path): cannot be read, needed the sections of a command")
        }
        return try HandSections(text, named: file.path)
    }

    /// Sections of a text.
    /// - Throws: ``ManualError`` with `name` and line.
    init(_ text: String, named name: String) throws {
        var sections: [Section] = []
        var isOpen = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init).enumerated()
        {
            func wrong(_ why: String) -> ManualError { ManualError("\(name):\(index + 1): \(why)") }
            if line.hasPrefix("# ") {
                let title = String(line.dropFirst(2))
                guard Self.titles.contains(title), !sections.contains(where: { $0.title == title })
                else {
                    throw wrong("section \(title), needed each once: \(Self.titles)")
                }
                sections.append(Section(title: title, blocks: []))
                isOpen = false
            } else if line.allSatisfy({ $0 == " " }) {
                isOpen = false
            } else if sections.isEmpty {
                throw wrong("text before the first section")
            } else {
                guard let block = Self.block(of: line) else {
                    throw wrong("needed \"- `term`: text\"")
                }
                let last = sections.count - 1
                sections[last].blocks = Self.join(sections[last].blocks, block, isOpen, line)
                isOpen = true
            }
        }
        let missing = Self.needed.filter { title in
            !sections.contains { $0.title == title && !$0.blocks.isEmpty }
        }
        guard missing.isEmpty else { throw ManualError("\(name): no section \(missing)") }
        self.sections = sections
    }

    /// A line by itself; nil for an item that is none.
    private static func block(of line: String) -> Block? {
        if line.hasPrefix("    ") { return .code([String(line.dropFirst(4))]) }
        guard line.hasPrefix("- ") else {
            return .paragraph(line.trimmingCharacters(in: .whitespaces))
        }
        guard let item = line.firstMatch(of: /^- `([^`]+)`: (.+)$/) else { return nil }
        return .list([Item(term: String(item.output.1), text: String(item.output.2))])
    }

    /// The blocks with one more line: it goes on with the last one where nothing stands
    /// between them and where the kinds fit.
    private static func join(
        _ blocks: [Block], _ new: Block, _ isOpen: Bool, _ line: String
    ) -> [Block] {
        guard let last = blocks.last else { return [new] }
        let rest = Array(blocks.dropLast())
        switch (last, new) {
        case (.list(let items), .list(let more)): return rest + [.list(items + more)]
        case (.code(let lines), .code(let more)):
            return rest + [.code(lines + (isOpen ? [] : [""]) + more)]
        case (.paragraph(let text), .paragraph(let more)) where isOpen:
            return rest + [.paragraph(text + " " + more)]
        case (.list(var items), .paragraph(let more)) where isOpen && line.hasPrefix("  "):
            items[items.count - 1].text += " " + more
            return rest + [.list(items)]
        default: return blocks + [new]
        }
    }
}

/// A command with what is kept by hand about it.
struct ManualPage {
    let command: CommandSheet
    let sections: HandSections
}
