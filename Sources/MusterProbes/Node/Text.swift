extension StringProtocol {
    /// The text without white space at both ends.
    var trimmingSpace: SubSequence {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else {
            return start.prefix(0)
        }
        return start[...last]
    }

    /// At most forty characters, without control characters, for messages about
    /// text that did not fit.
    var excerpt: String {
        let clean = prefix(40).map { $0.isASCII && $0 >= " " && $0 != "\u{7F}" ? $0 : "·" }
        return "\"\(String(clean))\(count > 40 ? "…" : "")\""
    }
}
