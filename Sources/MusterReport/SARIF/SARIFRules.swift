internal import MusterModel

/// The rules of a run: each check that has a finding, once, in order of ids.
struct SARIFRules {
    /// The rules as `tool.driver.rules`.
    let json: JSONValue
    private let places: [String: Int]

    init(of judgement: Judgement) {
        let first = Dictionary(
            judgement.findings.map { ($0.check, $0) }, uniquingKeysWith: { first, _ in first })
        let sorted = first.values.sorted { $0.check < $1.check }
        json = .array(sorted.map(Self.rule))
        places = Dictionary(
            uniqueKeysWithValues: sorted.enumerated().map { ($1.check, $0) })
    }

    /// Where the rule of a check stands.
    func place(of check: String) -> Int { places[check] ?? -1 }

    private static func rule(of finding: Finding) -> JSONValue {
        let words = FindingWords(finding)
        let said =
            words.sources.isEmpty ? "" : " Sources: \(words.sources.joined(separator: "; "))."
        var members: [String: JSONValue] = [
            "id": .string(finding.check), "shortDescription": .message(finding.title),
            "fullDescription": .message(finding.reason),
            "help": .object([
                "text": .string("\(FindingWords.short(finding.reason))\(said)")
            ]),
            "defaultConfiguration": .object([
                "level": .string(finding.level == .required ? "error" : "warning")
            ]),
        ]
        members.set("helpUri", finding.sources.compactMap { link(in: $0.text) }.first)
        return .object(members)
    }

    /// The first address in a source's text.
    private static func link(in text: String) -> String? {
        text.split { $0.isWhitespace || "(),;<>\"".contains($0) }
            .first { $0.hasPrefix("https://") || $0.hasPrefix("http://") }
            .map(String.init)
            .flatMap { $0.utf8.allSatisfy { (33...126).contains($0) } ? $0 : nil }
    }
}
