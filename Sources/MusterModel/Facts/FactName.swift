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
        guard Self.isName(text) else { return nil }
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

    /// Whether it says something about subjects of a kind, `area.thing`.
    func isAbout(_ kind: String) -> Bool {
        let (name, kind) = (text.utf8, kind.utf8)
        guard name.count > kind.count + 1, name.starts(with: kind) else { return false }
        let rest = name.dropFirst(kind.count)
        return rest.first == UInt8(ascii: ".") && !rest.dropFirst().contains(UInt8(ascii: "."))
    }

    /// The last word.
    public var aspect: String { String(text.dropFirst(kind.count + 1)) }

    /// The name itself.
    public var description: String { text }

    /// Alphabetical.
    public static func < (left: FactName, right: FactName) -> Bool { left.text < right.text }

    /// Three words between two dots.
    private static func isName(_ text: String) -> Bool {
        var dots = 0
        var isInside = false
        for byte in text.utf8 {
            switch byte {
            case 97...122: isInside = true
            case 48...57, 45: if !isInside { return false }
            case 46:
                if !isInside { return false }
                dots += 1
                isInside = false
            default: return false
            }
        }
        return isInside && dots == 2
    }
}
