internal import MusterModel

/// Splits a runtime's option string into binds and everything else.
struct OptionWords {
    /// Words that are no binds, in order.
    private(set) var rest: [String] = []

    /// What is strange about the string.
    private(set) var remarks: [String] = []

    private let words: [String]

    /// The words of `text`, by white space; quotes keep words together.
    init(_ text: String) {
        let quoted = QuotedWords(text)
        words = quoted.words
        if quoted.isOpen { remarks.append("a quote in the options is not closed") }
    }

    /// The values of every `-B` and `--bind`, in order; the other words become
    /// ``rest``.
    mutating func takeBinds() -> [String] {
        var values: [String] = []
        var index = words.startIndex
        while index < words.endIndex {
            let word = words[index]
            index += 1
            if word == "-B" || word == "--bind" {
                if index < words.endIndex {
                    values.append(words[index])
                    index += 1
                } else {
                    remarks.append("\(word) at the end, without a path")
                }
            } else if let value = Self.joined(word) {
                values.append(value)
            } else {
                if word.hasPrefix("--mount") {
                    remarks.append("\(word): binds by --mount are not read")
                }
                rest.append(word)
            }
        }
        return values
    }

    /// The value of `--bind=/a`, `-B=/a` or `-B/a`.
    private static func joined(_ word: String) -> String? {
        for prefix in ["--bind=", "-B=", "-B"] where word.hasPrefix(prefix) {
            return String(word.dropFirst(prefix.count))
        }
        return nil
    }
}
