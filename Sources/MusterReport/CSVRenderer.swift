public import MusterModel

/// The report as a table for spreadsheets (RFC 4180): a row a finding, passed ones
/// too, under a row of names. No cell is a formula, whatever a node holds.
public struct CSVRenderer: Renderer {
    /// `csv`.
    public static let name = "csv"

    /// The columns, in order; new ones are only added at the end.
    public static let columns = [
        "date", "site", "host", "profile", "profile_dated", "verdict", "check", "subject",
        "outcome", "level", "title", "found", "asked", "change", "waived_until", "source",
        "partial",
    ]

    /// A renderer; there is nothing to choose.
    public init() {}

    /// The whole table; lines end with CR LF, as the RFC wants it.
    public func render(_ report: AuditReport) -> String {
        var rows = [Self.columns]
        for judgement in report.profiles {
            rows += judgement.findings.map { row(of: $0, judgement, report) }
        }
        return CSVTable.text(of: rows)
    }

    private func row(
        of finding: Finding, _ judgement: Judgement, _ report: AuditReport
    ) -> [String] {
        let words = FindingWords(finding)
        return [
            report.date.description, report.site ?? "", report.identity.hostName ?? "",
            judgement.profile, judgement.dated.description, judgement.verdict.rawValue,
            finding.check, finding.subject ?? "", finding.label.lowercased(),
            finding.level.rawValue, finding.title, words.found.joined(separator: "; "),
            words.asked.joined(separator: "; "), words.remedy ?? "",
            finding.waiver?.until.description ?? "", words.sources.joined(separator: "; "),
            judgement.isPartial ? "yes" : "no",
        ]
    }
}
