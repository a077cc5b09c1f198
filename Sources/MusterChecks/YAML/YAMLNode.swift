/// A place in a YAML text.
package struct YAMLMark: Hashable, Sendable {
    /// From 1.
    package let line: Int
    /// From 1, in characters.
    package let column: Int

    /// The beginning of a text.
    static let start = YAMLMark(line: 1, column: 1)
}

/// A scalar, sequence or mapping with the place where it begins.
package struct YAMLNode: Hashable, Sendable {
    /// One key of a mapping with its value, in the order of the text.
    package struct Entry: Hashable, Sendable {
        /// The key's text.
        package let key: String
        /// Where the key stands.
        package let mark: YAMLMark
        /// What belongs to it.
        package let value: YAMLNode
    }

    /// The three things that YAML consists of.
    package indirect enum Content: Hashable, Sendable {
        /// Text, and whether it was written without quotes.
        case scalar(String, plain: Bool)
        /// Nodes in order.
        case sequence([YAMLNode])
        /// Entries in order; no key twice.
        case mapping([Entry])
    }

    /// What it is.
    package let content: Content
    /// Where it begins.
    package let mark: YAMLMark

    /// What it is, for an error message; an empty plain scalar is nothing.
    package var inWords: String {
        switch content {
        case .scalar("", plain: true): "nothing"
        case .scalar(let text, _): "\"\(text.count > 60 ? text.prefix(57) + "..." : text)\""
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
