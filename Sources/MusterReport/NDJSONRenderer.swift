public import MusterModel

/// The report for log systems: one JSON object a line, a line a finding and a
/// summary at the end, described by `docs/reference/ndjson.schema.json`. Every line
/// stands alone and is bounded; `--format json` has what is shortened here.
public struct NDJSONRenderer: Renderer {
    /// `ndjson`.
    public static let name = "ndjson"

    /// Name and version of the form; the number rises when a member is removed or
    /// changes its meaning, never when one is added.
    public static let format = "muster-finding/1"

    private let time: UTCTime

    /// A renderer for an audit made at `time`.
    public init(at time: UTCTime) { self.time = time }

    /// A line for each finding of each profile, the summary last.
    public func render(_ report: AuditReport) -> String {
        let findings = report.profiles.flatMap { judgement in
            judgement.findings.map { line(of: $0, judgement, report) }
        }
        let summary = summary(of: report, lines: findings.count)
        return (findings + [summary]).map { $0.canonicalText + "\n" }.joined()
    }

    private func line(
        of finding: Finding, _ judgement: Judgement, _ report: AuditReport
    ) -> JSONValue {
        let shown = finding.evidence.prefix(FindingWords.evidenceAtMost)
        var members = common("finding", report)
        members["profile"] = .string(judgement.profile)
        members["profile_dated"] = .string(judgement.dated.description)
        members["check"] = .string(finding.check)
        members.set("subject", finding.subject.map(FindingWords.short))
        members["title"] = .string(FindingWords.short(finding.title))
        members["level"] = .string(finding.level.rawValue)
        members["outcome"] = .string(finding.outcome.rawValue)
        members["hung"] = .bool(finding.isHung)
        members["evidence"] = .array(shown.map(json))
        members["evidence_omitted"] = .integer(Int64(finding.evidence.count - shown.count))
        members.set("remedy", finding.remedy.map(FindingWords.short))
        members["sources"] = .array(FindingWords(finding).sources.map(JSONValue.string))
        members.set("amendment", finding.amendment.map(FindingWords.short))
        if let waiver = finding.waiver {
            members["waived_until"] = .string(waiver.until.description)
            members["waived_by"] = .string(FindingWords.short(waiver.owner))
            members["waived_because"] = .string(FindingWords.short(waiver.reason))
        }
        return .object(members)
    }

    private func json(of evidence: Evidence) -> JSONValue {
        .object([
            "fact": .string(FindingWords.short(evidence.fact.key.description)),
            "found": .string(FindingWords.short(evidence.fact.reading.description)),
            "origin": .string(FindingWords.short(evidence.fact.origin)),
            "wanted": .string(FindingWords.short(evidence.wanted)),
            "truth": .string(evidence.truth.rawValue),
        ])
    }

    private func summary(of report: AuditReport, lines: Int) -> JSONValue {
        var members = common("summary", report)
        members.set("verdict", report.verdict?.rawValue)
        members["profiles"] = .object(
            Dictionary(
                report.profiles.map { ($0.profile, counts(of: $0)) },
                uniquingKeysWith: { first, _ in first }))
        members["findings"] = .integer(Int64(lines))
        members["vantage"] = .string(report.sheet.vantage.place.rawValue)
        members.set("vantage_sign", report.sheet.vantage.shownSign)
        members["user"] = .integer(Int64(report.sheet.vantage.user))
        members["took_milliseconds"] = .integer(report.took.milliseconds)
        members["sheet_sha256"] = .string(report.sheet.digest.text)
        members["troubles"] = short(report.troubles)
        members["remarks"] = short(report.remarks)
        return .object(members)
    }

    private func counts(of judgement: Judgement) -> JSONValue {
        var members: [String: JSONValue] = [
            "verdict": .string(judgement.verdict.rawValue), "partial": .bool(judgement.isPartial),
        ]
        for outcome in Outcome.allCases {
            members[outcome.rawValue] = .integer(Int64(judgement.count(of: outcome)))
        }
        return .object(members)
    }

    private func short(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string(FindingWords.short($0)) })
    }

    private func common(_ kind: String, _ report: AuditReport) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "kind": .string(kind), "format": .string(Self.format),
            "muster": .string(report.version), "time": .string(time.description),
            "date": .string(report.date.description),
        ]
        members.set("host", report.identity.hostName.map(FindingWords.short))
        members.set("site", report.site.map(FindingWords.short))
        members.set("queue", report.belonging.queue.map { FindingWords.short($0.text) })
        return members
    }
}
