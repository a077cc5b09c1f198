internal import MusterModel

/// The container options of a queue, so far apart that they can be written again without
/// some of their binds.
public struct ContainerOptions: Hashable, Sendable {
    /// One entry of a bind list.
    public struct Entry: Hashable, Sendable {
        /// As it is written, `/data:/data:ro`.
        public let text: String
        /// The path on the node; nil where only the job knows it, `${workdir}`.
        public let source: String?
    }

    /// What is bound, in order.
    public let entries: [Entry]
    /// All other words, in order.
    public let words: [String]
    /// Whether writing them again is safe: no word needs quotes.
    public let isPlain: Bool
    /// Whether the pilot would spoil them: it writes `,${workdir}` before ` --contain`,
    /// whatever stands there, and here that is no bind list.
    public let isSpoiled: Bool

    /// What the pilot inserts itself.
    private static let workFolder = "${workdir}"
    /// Also the beginning of `--containall`.
    private static let contain = "--contain"

    /// The options in a text.
    /// - Throws: ``DemandError``: `relative`, `path` or `size`.
    public init(_ text: String, origin: String) throws(DemandError) {
        var words = OptionWords(text)
        var entries: [Entry] = []
        for list in words.takeBinds() {
            for part in Self.parts(of: list) {
                let demand = try Demand.parse(part, origin: origin)
                entries.append(Entry(text: part, source: demand?.binds.first?.source))
            }
        }
        (self.entries, self.words) = (entries, words.rest)
        isPlain = !text.contains { "\"'`\\".contains($0) }
        let plain = text.split(whereSeparator: \.isWhitespace)
        let place = plain.firstIndex { $0.hasPrefix(Self.contain) } ?? 0
        isSpoiled =
            place > 0 && !text.contains(Self.workFolder)
            && !Self.isList(plain[place - 1], after: place > 1 ? plain[place - 2] : "")
    }

    /// The options without the binds of some sources and with others, the binds before
    /// `--contain`, where the pilot looks for them.
    public func written(without sources: Set<String>, adding more: [String] = []) -> String {
        let kept = entries.filter { !($0.source.map(sources.contains) ?? false) }.map(\.text)
        let binds = kept + more
        let first = words.filter { $0.hasPrefix(Self.contain) }
        let rest = words.filter { !$0.hasPrefix(Self.contain) }
        return ((binds.isEmpty ? [] : ["-B", binds.joined(separator: ",")]) + first + rest)
            .joined(separator: " ")
    }

    /// The entries of a list; what belongs to the one before stays with it.
    private static func parts(of list: String) -> [String] {
        var parts: [String] = []
        for piece in list.split(separator: ",").map({ String($0).trimmed }) where !piece.isEmpty {
            let isOption =
                ["ro", "rw"].contains(piece) || piece.hasPrefix("id=")
                || piece.hasPrefix("image-src=")
            if isOption, let last = parts.popLast() {
                parts.append(last + "," + piece)
            } else {
                parts.append(piece)
            }
        }
        return parts
    }

    private static func isList(_ word: Substring, after before: Substring) -> Bool {
        ["-B", "--bind"].contains(before) || word.hasPrefix("-B") || word.hasPrefix("--bind=")
    }
}
