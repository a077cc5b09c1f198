package import MusterModel

extension NodeReader {
    /// Longer texts belong into a document that the source names.
    static let textAtMost = 4096

    /// A sentence or paragraph: white space runs become one space; bounded.
    package mutating func prose(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = scalar(node, what) else { return nil }
        let words = text.words
        guard !words.isEmpty else {
            refuse(.value, node.mark, "nothing, \(what) needs words")
            return nil
        }
        guard text.utf8.count <= Self.textAtMost else {
            refuse(
                .size, node.mark, "\(text.utf8.count) bytes, \(what) has at most \(Self.textAtMost)"
            )
            return nil
        }
        return words
    }

    /// An id of lower-case letters, digits, dots and hyphens that begins with a
    /// letter; `upper` also allows capitals, as in `CVE-2023-30549`.
    mutating func id(_ node: YAMLNode, _ what: String, upper: Bool = false) -> String? {
        guard let text = scalar(node, what) else { return nil }
        let isFirst = text.utf8.first.map { Self.isLetter($0, upper) } ?? false
        let isRest = text.utf8.allSatisfy {
            Self.isLetter($0, upper) || (48...57).contains($0) || $0 == 45 || $0 == 46
        }
        guard isFirst, isRest, text.utf8.count <= Spelling.lengthAtMost else {
            let letters = upper ? "letters" : "lower-case letters"
            refuse(
                .value, node.mark,
                "\(node.inWords), \(what) is \(letters), digits, dots and hyphens")
            return nil
        }
        return text
    }

    /// A day.
    package mutating func date(_ node: YAMLNode, _ what: String) -> CalendarDate? {
        guard let text = scalar(node, what) else { return nil }
        guard let date = CalendarDate(text) else {
            refuse(.value, node.mark, "\(node.inWords), \(what) is a day as in 2026-11-23")
            return nil
        }
        return date
    }

    /// One source, `{text: …, date: …}`.
    mutating func source(_ node: YAMLNode) -> Source? {
        let shape = Shape(what: "a source", required: ["text", "date"])
        guard let members = members(of: node, shape),
            let text = members["text"], let date = members["date"]
        else { return nil }
        let words = prose(text, "a source's text")
        let day = self.date(date, "a source's date")
        guard let words, let day else { return nil }
        return Source(words, day)
    }

    /// One source or a list of them, never none.
    mutating func sources(_ node: YAMLNode) -> [Source]? {
        guard case .sequence(let nodes) = node.content else { return source(node).map { [$0] } }
        if nodes.isEmpty {
            refuse(.missingSource, node.mark, "an empty list, one source at least is needed")
            return nil
        }
        return all(nodes) { $0.source($1) }
    }

    /// One of a closed set of words.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ node: YAMLNode, _ what: String, of type: Word.Type
    ) -> Word? where Word.RawValue == String {
        guard let text = scalar(node, what) else { return nil }
        guard let word = Word(rawValue: text) else {
            let known = type.allCases.map(\.rawValue)
            refuse(
                .value, node.mark,
                "\(node.inWords), \(what) is one of \(Self.listed(known))"
                    + Spelling.hint(for: text, among: known))
            return nil
        }
        return word
    }

    private static func isLetter(_ byte: UInt8, _ upper: Bool) -> Bool {
        (97...122).contains(byte) || (upper && (65...90).contains(byte))
    }
}
