/// Finds container options in the `catchall` of a queue, by the ATLAS pilot's rule.
///
/// The pilot (queuedata.py) searches `NAME=['"]?([^'"]+)['"]?`. A value without
/// quotes therefore goes on to the next quote or to the end of the catchall, and
/// swallows whatever stands behind it.
enum Catchall {
    /// A value with what is strange about it.
    struct Found: Hashable {
        /// What stands behind the name, without quotes.
        let value: String
        /// In words.
        var remarks: [String] = []
        /// The name before it, and how far the whole setting goes, quotes included.
        var name = "", end: String.Index?
        /// Whether quotes end it, so that it swallows nothing.
        var isQuoted = false
    }

    /// Names in the order in which they count; the last is CRIC's own field, which
    /// some write into the catchall.
    static let names = ["singularity_options", "apptainer_options", "container_options"]

    /// The option string; nil where the catchall has none.
    static func options(in text: String) -> Found? {
        for name in names {
            guard let range = text.firstRange(of: name + "=") else { continue }
            let rest = text[range.upperBound...]
            guard var found = pilotValue(of: name, rest) else { continue }
            found.name = name
            return found
        }
        return nil
    }

    /// The list behind `singularity_bindmounts=` of 2017; quotes or white space end
    /// it, nothing is swallowed because no pilot of today reads it.
    static func bindMounts(in text: String) -> Found? {
        guard let range = text.firstRange(of: "singularity_bindmounts=") else { return nil }
        let rest = text[range.upperBound...]
        let value =
            if let quote = rest.first, isQuote(quote) {
                rest.dropFirst().prefix { $0 != quote }
            } else {
                rest.prefix { !$0.isWhitespace && $0 != ";" && !isQuote($0) }
            }
        guard !value.isEmpty else { return nil }
        let closes = rest[value.endIndex...].first.map(isQuote) ?? false
        return Found(
            value: String(value),
            remarks: [
                "singularity_bindmounts= is of 2017 and read by no pilot of today; "
                    + "write container_options in CRIC"
            ], name: "singularity_bindmounts",
            end: closes ? rest.index(after: value.endIndex) : value.endIndex, isQuoted: true)
    }

    private static func pilotValue(of name: String, _ rest: Substring) -> Found? {
        let quote = rest.first.flatMap { isQuote($0) ? $0 : nil }
        let body = quote == nil ? rest : rest.dropFirst()
        let value = body.prefix { !isQuote($0) }
        guard !value.isEmpty else { return nil }
        var found = Found(value: String(value), isQuoted: quote != nil)
        let behind = body[value.endIndex...].first
        found.end = behind == nil ? value.endIndex : body.index(after: value.endIndex)
        if quote == nil {
            let end = behind == nil ? "the end of the catchall" : "the next quote"
            let swallowed = words(of: value).filter(isAssignment)
            let list = swallowed.map { "\"\($0)\"" }.joined(separator: ", ")
            found.remarks.append(
                "the value of \(name)= is not quoted: the pilot takes everything up to \(end)"
                    + (list.isEmpty ? "" : " as options, \(list) included"))
        } else if behind == nil {
            found.remarks.append("the quote behind \(name)= is not closed")
        } else if behind != quote {
            found.remarks.append(
                "the value of \(name)= holds another kind of quote: the pilot stops there")
        }
        return found
    }

    private static func isQuote(_ character: Character) -> Bool {
        character == "'" || character == "\""
    }

    /// The words of a value.
    static func words(of value: some StringProtocol) -> [Substring] {
        Substring(value).split(whereSeparator: \.isWhitespace)
    }

    /// Whether a word looks like another setting, `catchx=1`.
    static func isAssignment(_ word: Substring) -> Bool {
        guard let first = word.first, first.isLetter else { return false }
        return word.contains("=")
    }
}
