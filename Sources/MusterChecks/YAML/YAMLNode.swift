/// A place in a YAML text.
struct YAMLMark: Hashable, Sendable {
    /// From 1.
    let line: Int
    /// From 1, in characters.
    let column: Int

    /// The beginning of a text.
    static let start = YAMLMark(line: 1, column: 1)
}

/// A scalar, sequence or mapping with the place where it begins.
struct YAMLNode: Hashable, Sendable {
    /// One key of a mapping with its value, in the order of the text.
    struct Entry: Hashable, Sendable {
        /// The key's text.
        let key: String
        /// Where the key stands.
        let mark: YAMLMark
        /// What belongs to it.
        let value: YAMLNode
    }

    /// The three things that YAML consists of.
    indirect enum Content: Hashable, Sendable {
        /// Text, and whether it was written without quotes.
        case scalar(String, plain: Bool)
        /// Nodes in order.
        case sequence([YAMLNode])
        /// Entries in order; no key twice.
        case mapping([Entry])
    }

    /// What it is.
    let content: Content
    /// Where it begins.
    let mark: YAMLMark

    /// What it is, for an error message; an empty plain scalar is nothing.
    var inWords: String {
        switch content {
        case .scalar("", plain: true): "nothing"
        case .scalar(let text, _): "\"\(text.count > 60 ? text.prefix(57) + "..." : text)\""
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
