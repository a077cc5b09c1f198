public import MusterModel

/// The report for programs: canonical JSON, described by
/// `docs/reference/check.schema.json`. Values are exact, nothing is shortened.
public struct JSONRenderer: Renderer {
    /// `json`.
    public static let name = "json"

    /// Name and version of the form; the number rises when a member is removed or
    /// changes its meaning, never when one is added.
    public static let format = "muster-report/1"

    /// A renderer; there is nothing to choose.
    public init() {}

    /// The whole text: one line.
    public func render(_ report: AuditReport) -> String {
        value(of: report).canonicalText + "\n"
    }

    /// The report as a JSON value.
    public func value(of report: AuditReport) -> JSONValue {
        var members: [String: JSONValue] = [
            "format": .string(Self.format), "muster": .string(report.version),
            "date": .string(report.date.description), "identity": report.identity.json,
            "vantage": report.sheet.vantage.described,
            "took_milliseconds": .integer(report.took.milliseconds),
            "waited": report.waited.json,
            "timings": .array(report.timings.map(\.json)),
            "verdicts": .object(verdicts(of: report)),
            "judgements": .array(report.judgements.map(\.json)),
            "sheet": .object([
                "sha256": .string(report.sheet.digest.text),
                "watch_list": report.sheet.watchList.json,
            ]),
            "facts": .object([
                "sections": .array(report.sheet.sections.map(\.json)),
                "gauges": .array(report.gauges.map(\.json)),
            ]),
            "troubles": .array(report.troubles.map(JSONValue.string)),
            "remarks": .array(report.remarks.map(JSONValue.string)),
            "partial": .bool(report.isPartial), "policy": report.policy.json,
        ]
        members.set("site", report.site)
        members.set("queue", report.belonging.queue?.text)
        let told = report.belonging.told
        if !told.isEmpty { members["told_by"] = .object(told.mapValues(JSONValue.string)) }
        members.set("verdict", report.verdict?.rawValue)
        return .object(members)
    }

    private func verdicts(of report: AuditReport) -> [String: JSONValue] {
        Dictionary(
            report.judgements.map { ($0.profile, .string($0.verdict.rawValue)) },
            uniquingKeysWith: { first, _ in first })
    }
}
