/// A word, or a mark between words, of a shell file.
struct ShellToken: Hashable {
    /// What it is.
    enum Kind: Hashable {
        case word(ShellWord)
        /// `;`, a line's end, `&&`, `|`, `(`, `>` and their like.
        case mark(String)
    }

    /// What it is.
    let kind: Kind
    /// Where it begins, in bytes from the file's start.
    let offset: Int
    /// The line where it begins, from 1.
    let line: Int

    /// The word; nil for a mark.
    var word: ShellWord? { if case .word(let word) = kind { word } else { nil } }

    /// The mark; nil for a word.
    var mark: String? { if case .mark(let mark) = kind { mark } else { nil } }
}

/// The place where a shell file stops being readable for us, and why.
struct ShellStop: Error, Hashable {
    /// What was found.
    let why: String
    /// Where, from 1.
    let line: Int
}
