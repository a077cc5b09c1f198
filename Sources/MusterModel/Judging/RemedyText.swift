/// A remedy with `{words}` that stand for what was found on the node.
public struct RemedyText: Hashable, Sendable {
    private enum Piece: Hashable, Sendable {
        case text(String)
        case word(String)
    }

    private let pieces: [Piece]

    /// Takes `text` apart; a brace without its partner is plain text.
    public init(_ text: String) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            pieces.append(.text(String(rest[..<open])))
            pieces.append(.word(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        self.pieces = pieces + [.text(String(rest))]
    }

    /// The words in braces: fact names, `subject`, `limit:NAME`.
    public var words: [String] {
        pieces.compactMap { if case .word(let word) = $0 { word } else { nil } }
    }

    /// The text with every word replaced; an unknown word stays as written.
    public func filled(_ value: (String) -> String?) -> String {
        pieces.map {
            switch $0 {
            case .text(let text): text
            case .word(let word): value(word) ?? "{\(word)}"
            }
        }.joined()
    }
}
