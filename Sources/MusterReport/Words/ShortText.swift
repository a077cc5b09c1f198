internal import MusterModel

extension StringProtocol {
    /// The text printable, in one line and at most `scalars` long; `…` marks a cut.
    func shortened(to scalars: Int) -> String {
        let all = unicodeScalars
        guard
            let end = all.index(all.startIndex, offsetBy: scalars, limitedBy: all.endIndex),
            end < all.endIndex
        else { return printable }
        return String(String.UnicodeScalarView(all[..<end])).printable + "…"
    }

    /// The longest beginning of at most `bytes` UTF-8 bytes, `…` included where
    /// anything was cut off.
    func shortened(toBytes bytes: Int) -> String {
        if utf8.count <= bytes { return String(self) }
        var (text, used) = ("", "…".utf8.count)
        for character in self {
            used += String(character).utf8.count
            if used > bytes { break }
            text.append(character)
        }
        return text + "…"
    }
}
