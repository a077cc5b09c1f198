/// A piece of text that is laid out by its plain form and painted afterwards.
struct Cell {
    /// No value of a fact is shown longer; `--format json` has all of it.
    static let scalarsAtMost = 1_000

    /// What is shown: printable, bounded.
    let text: String
    /// Its colour, where colours were asked for.
    let paint: Paint?

    /// Any text, made safe for a terminal.
    init(_ text: String, _ paint: Paint? = nil) {
        self.text = Self.safe(text)
        self.paint = paint
    }

    /// `text` without what steers a terminal, and not longer than the bound.
    static func safe(_ text: String) -> String {
        text.shortened(to: scalarsAtMost)
    }
}
