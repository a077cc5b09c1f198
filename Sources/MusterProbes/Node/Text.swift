extension StringProtocol {
    /// The text without white space at both ends.
    var trimmingSpace: SubSequence {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else {
            return start.prefix(0)
        }
        return start[...last]
    }

    /// The parts between bytes of `separator`. By characters, a combining mark would
    /// swallow the separator before it: `/` and U+0301 are one character.
    func parts(
        by separator: Unicode.Scalar, maxSplits: Int = .max, keepingEmpty: Bool = false
    ) -> [Substring] {
        Substring(self).utf8.split(
            separator: UInt8(ascii: separator), maxSplits: maxSplits,
            omittingEmptySubsequences: !keepingEmpty
        ).map { Substring($0) }
    }

    /// Whether the first byte is a slash, whatever stands behind it.
    var isAbsolute: Bool { utf8.first == UInt8(ascii: "/") }

    /// Whether the bytes are the same: `==` takes texts that look alike for one.
    func isBytewise(_ other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// At most forty characters, without control characters, for messages about
    /// text that did not fit.
    var excerpt: String {
        let clean = prefix(40).map { $0.isASCII && $0 >= " " && $0 != "\u{7F}" ? $0 : "·" }
        return "\"\(String(clean))\(count > 40 ? "…" : "")\""
    }
}
