/// A remedy with `{words}` that stand for what was found on the node.
public struct RemedyText: Hashable, Sendable {
    private enum Piece: Hashable, Sendable {
        case text(String)
        case word(String)
    }

    private let pieces: [Piece]

    /// Takes `text` apart; braces around anything that is no name are plain text, as
    /// in `${HOME}` of a shell and `{ userns, }` of AppArmor.
    public init(_ text: String) {
        var pieces: [Piece] = []
        var plain = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let word = rest[rest.index(after: open)..<close]
            if Self.isName(word), !rest[..<open].hasSuffix("$") {
                pieces.append(.text(plain + rest[..<open]))
                pieces.append(.word(String(word)))
                plain = ""
                rest = rest[rest.index(after: close)...]
            } else {
                plain += rest[...open]
                rest = rest[rest.index(after: open)...]
            }
        }
        self.pieces = pieces + [.text(plain + rest)]
    }

    /// The words in braces: fact names, `subject`, `limit:NAME`.
    public var words: [String] {
        pieces.compactMap { if case .word(let word) = $0 { word } else { nil } }
    }

    /// The text with every word replaced.
    /// - Throws: ``Unfilled`` with the first word that has no value: a person may
    ///   paste the text into a shell, where a reason is no argument.
    public func filled(_ value: (String) -> String?) throws(Unfilled) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let plain): text += plain
            case .word(let word):
                guard let value = value(word) else { throw Unfilled(word: word) }
                text += value
            }
        }
        return text
    }

    /// A word for which there is no value.
    public struct Unfilled: Error, Hashable, Sendable {
        /// The word, without braces.
        public let word: String
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || [45, 46, 58].contains($0)
            }
    }
}
