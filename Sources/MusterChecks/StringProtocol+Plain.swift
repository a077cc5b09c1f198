extension StringProtocol {
    /// The text without white space at both ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// Whether it holds a character that steers a terminal or is not seen there:
    /// control characters but white space, bidirectional overrides, invisible ones.
    var hidesOrSteers: Bool {
        unicodeScalars.contains { scalar in
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
