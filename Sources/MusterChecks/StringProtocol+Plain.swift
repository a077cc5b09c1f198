extension StringProtocol {
    /// The text without white space at both ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// Its words, with one blank between two; empty where there is none.
    var words: String {
        // Characters cost twenty times what bytes do.
        guard utf8.allSatisfy({ $0 < 128 }) else {
            return split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let words = utf8.split { (9...13).contains($0) || $0 == 32 }
        return String(decoding: Array(words.joined(separator: CollectionOfOne(32))), as: UTF8.self)
    }

    /// Whether it holds a character that steers a terminal or is not seen there:
    /// control characters but white space, bidirectional overrides, invisible ones.
    var hidesOrSteers: Bool {
        // Most texts are ASCII, where a look at the bytes is enough.
        !utf8.allSatisfy(\.isPlain)
            && unicodeScalars.contains { scalar in
                switch scalar {
                case "\t", "\n", "\r": false
                default:
                    [.control, .format, .surrogate, .privateUse].contains(
                        scalar.properties.generalCategory)
                }
            }
    }

    /// The text with `?` for every control character, so that a message cannot
    /// steer a terminal.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : $0 }))
    }
}

extension UInt8 {
    /// Whether it is ASCII that is seen, or white space of a text.
    fileprivate var isPlain: Bool {
        self >= 32 && self < 127 || self == 9 || self == 10 || self == 13
    }
}
