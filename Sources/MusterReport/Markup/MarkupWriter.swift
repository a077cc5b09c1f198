internal import MusterModel

/// Appends elements, escaped and indented, to a document. Every text and every
/// attribute passes through here; nothing from a node gets in another way.
package struct MarkupWriter {
    /// How an element without content is written.
    package enum Dialect {
        case xml, html
    }

    /// The document so far.
    package private(set) var text: String
    private let dialect: Dialect
    private var open: [String] = []

    /// A document that begins with `prologue`, a text of our own.
    package init(_ dialect: Dialect, prologue: String) {
        self.dialect = dialect
        text = prologue
    }

    /// Begins an element that holds others.
    package mutating func start(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        line("<\(tag(name, attributes))>")
        open.append(name)
    }

    /// Ends the element that was begun last.
    package mutating func end() {
        guard let name = open.popLast() else { return }
        line("</\(name)>")
    }

    /// An element with lines of text, or with none.
    package mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], lines: [String] = []
    ) {
        let content = lines.map { $0.printable.markup }.joined(separator: "\n")
        let tag = tag(name, attributes)
        if content.isEmpty, dialect == .xml {
            line("<\(tag)/>")
        } else {
            line("<\(tag)>\(content)</\(name)>")
        }
    }

    /// An element with a text in one line.
    package mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String
    ) {
        element(name, attributes, lines: [content])
    }

    /// An element without attributes, with a text in one line.
    package mutating func element(_ name: String, _ content: String) {
        element(name, [:], lines: [content])
    }

    /// An HTML element that never has content: `meta`.
    package mutating func void(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        line("<\(tag(name, attributes))>")
    }

    /// Text between elements.
    package mutating func words(_ content: String) { line(content.printable.markup) }

    /// A `style` element; the sheet is a text of our own and stays as it is, since
    /// the page's policy names its digest.
    package mutating func style(_ sheet: String) { line("<style>\(sheet)</style>") }

    private mutating func line(_ markup: String) {
        text += String(repeating: "  ", count: open.count) + markup + "\n"
    }

    private func tag(_ name: String, _ attributes: KeyValuePairs<String, String>) -> String {
        name + attributes.map { " \($0)=\"\($1.printable.markup)\"" }.joined()
    }
}
