/// A text's words at white space; single and double quotes keep words together, and
/// nothing escapes them.
public struct QuotedWords: Hashable, Sendable {
    /// The words without their quotes; an empty pair of quotes is an empty word.
    public let words: [String]

    /// Whether the last quote was not closed; its word goes to the end.
    public let isOpen: Bool

    /// The words of `text`.
    public init(_ text: String) {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + [character] }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + [character]
            }
        }
        self.words = words + [word].compactMap(\.self)
        isOpen = quote != nil
    }
}
