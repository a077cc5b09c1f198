internal import MusterModel

/// One open finding as a result.
///
/// A failed check is of kind `fail`; one that nobody could tell is `open`, which
/// SARIF defines as too little information to decide, and then has the level `none`.
struct SARIFResult {
    /// The result object.
    let json: JSONValue

    init(_ finding: Finding, of judgement: Judgement, _ report: AuditReport, rules: SARIFRules) {
        let words = FindingWords(finding)
        let isOpen = finding.outcome == .unknown
        var members: [String: JSONValue] = [
            "ruleId": .string(finding.check),
            "ruleIndex": .integer(Int64(rules.place(of: finding.check))),
            "kind": .string(isOpen ? "open" : "fail"),
            "level": .string(isOpen ? "none" : finding.level == .required ? "error" : "warning"),
            "message": .object(["text": .string(Self.message(of: finding, words))]),
            "locations": .array([Self.location(of: finding, report)]),
            "partialFingerprints": .object([
                "musterFinding/v1": .string(
                    Digest(
                        of: Array("\(judgement.profile)\u{0}\(finding.name)".utf8)
                    ).text)
            ]),
            "properties": .object(["outcome": .string(finding.label.lowercased())]),
        ]
        if let waiver = words.waiver {
            members["suppressions"] = .array([
                .object([
                    "kind": .string("external"), "status": .string("accepted"),
                    "justification": .string(waiver),
                ])
            ])
        }
        json = .object(members)
    }

    private static func message(of finding: Finding, _ words: FindingWords) -> String {
        let head = "\(FindingWords.short(finding.name)): \(FindingWords.short(finding.title))"
        return ([head] + words.lines.filter { !$0.hasPrefix("source: ") }).joined(separator: "\n")
    }

    /// The configuration file where there is one, and always the node and what of it.
    private static func location(of finding: Finding, _ report: AuditReport) -> JSONValue {
        let host = report.hostName
        var members: [String: JSONValue] = [
            "logicalLocations": .array([
                .object([
                    "name": .string(host), "kind": .string("resource"),
                    "fullyQualifiedName": .string("\(host)/\(FindingWords.short(finding.name))"),
                ])
            ])
        ]
        if let file = ConfigurationFile(of: finding) {
            members["physicalLocation"] = .object([
                "artifactLocation": .object(["uri": .string(file.uri)])
            ])
        }
        return .object(members)
    }
}
