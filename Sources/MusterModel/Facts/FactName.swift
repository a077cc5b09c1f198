/// The name of one kind of observation, `area.thing.aspect`.
///
/// Three lower-case words of letters, digits and hyphens, each beginning with a
/// letter. `area` is the probe's id. Where there are several things of a kind,
/// `area.thing` is the kind of subject: `cvmfs.repository.quota`.
/// Names are public API: they are never reworded.
public struct FactName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The whole name as it stands in check files and reports.
    public let text: String

    /// The name in `text`, or nil where it is not three words.
    public init?(_ text: String) {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 3, words.allSatisfy(Self.isWord) else { return nil }
        self.text = text
    }

    /// A name written in the source.
    init(literal: StaticString) {
        self.text = "\(literal)"
        precondition(FactName(text) != nil, "\(text): a fact is named area.thing.aspect")
    }

    /// The first word: the id of the probe that observes it.
    public var area: String {
        String(decoding: text.utf8.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    }

    /// `area.thing`: the kind of subject that the fact may be about.
    public var kind: String {
        String(
            decoding: text.utf8[..<(text.utf8.lastIndex(of: UInt8(ascii: ".")) ?? text.endIndex)],
            as: UTF8.self)
    }

    /// The last word.
    public var aspect: String { String(text.dropFirst(kind.count + 1)) }

    /// The name itself.
    public var description: String { text }

    /// Alphabetical.
    public static func < (left: FactName, right: FactName) -> Bool { left.text < right.text }

    private static func isWord(_ word: Substring) -> Bool {
        guard let first = word.utf8.first, (97...122).contains(first) else { return false }
        return word.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == 45
        }
    }
}
