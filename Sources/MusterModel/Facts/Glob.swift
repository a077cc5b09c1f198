/// A pattern of `*` (any run), `?` (one character) and literal text.
///
/// Matched over the whole text in time proportional to both lengths together at
/// best and to their product at worst; there is no backtracking tree.
public struct Glob: Hashable, Sendable, CustomStringConvertible {
    /// The pattern as written.
    public let pattern: String

    /// A pattern; every text is one.
    public init(_ pattern: String) { self.pattern = pattern }

    /// The pattern itself.
    public var description: String { pattern }

    /// Whether the whole of `text` fits.
    public func matches(_ text: String) -> Bool {
        let pattern = Array(self.pattern.unicodeScalars)
        let text = Array(text.unicodeScalars)
        var (p, t) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                (p, t) = (last.pattern + 1, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
