public import MusterModel

/// The report as SARIF 2.1.0 (OASIS Standard, 2020-03-27): a run a profile, a rule
/// a check, a result for each finding that is open.
public struct SARIFRenderer: Renderer {
    /// `sarif`.
    public static let name = "sarif"

    /// Results of one run; code scanning services show no more.
    public static let resultsAtMost = 5_000

    private let time: UTCTime

    /// A renderer for an audit made at `time`.
    public init(at time: UTCTime) { self.time = time }

    /// The whole log: one line.
    public func render(_ report: AuditReport) -> String {
        let log: JSONValue = .object([
            "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"),
            "version": .string("2.1.0"),
            "runs": .array(report.profiles.map { run(of: $0, report) }),
        ])
        return log.canonicalText + "\n"
    }

    private func run(of judgement: Judgement, _ report: AuditReport) -> JSONValue {
        let rules = SARIFRules(of: judgement)
        let open = judgement.findings.filter(\.isOpen)
        let shown = open.prefix(Self.resultsAtMost)
        return .object([
            "tool": .object([
                "driver": .object([
                    "name": .string("muster"), "version": .string(report.version),
                    "semanticVersion": .string(report.version), "rules": rules.json,
                ])
            ]),
            "automationDetails": .object([
                "id": .string("muster/\(judgement.profile)/\(time)"),
                "description": .message(judgement.title),
            ]),
            "invocations": .array([invocation(report, left: open.count - shown.count)]),
            "results": .array(
                shown.map { SARIFResult($0, of: judgement, report, rules: rules).json }),
            "properties": .object([
                "verdict": .string(judgement.verdict.rawValue),
                "partial": .bool(judgement.isPartial),
                "profile_dated": .string(judgement.dated.description),
            ]),
        ])
    }

    /// The audit itself; its troubles are the tool's notifications.
    private func invocation(_ report: AuditReport, left: Int) -> JSONValue {
        let omitted = left > 0 ? ["\(left) more findings: muster check --format json"] : []
        let notes =
            (report.troubles + omitted).map { ("warning", $0) }
            + report.remarks.map { ("note", $0) }
        var members: [String: JSONValue] = [
            "executionSuccessful": .bool(true), "endTimeUtc": .string(time.description),
            "toolExecutionNotifications": .array(
                notes.map {
                    .object(["level": .string($0), "message": .message($1)])
                }),
        ]
        members.set("machine", report.identity.hostName.map(FindingWords.short))
        return .object(members)
    }
}

extension JSONValue {
    /// A SARIF message of plain text.
    static func message(_ text: String) -> JSONValue {
        .object(["text": .string(FindingWords.short(text))])
    }
}
