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
        return rows.map { $0.map(\.cell).joined(separator: ",") + "\r\n" }.joined()
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

extension String {
    /// What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"),
    /// the full-width forms included.
    private static let formulaSigns: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "＝", "＋", "－", "＠",
    ]

    /// The most that spreadsheets take in one cell is 32,767 characters.
    private static let cellAtMost = 4_000

    /// A quoted cell; a text that would be a formula gets an apostrophe before it.
    fileprivate var cell: String {
        let text = shortened(to: Self.cellAtMost)
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{FFFD}" }
        let isFormula = first.map { Self.formulaSigns.contains($0) } ?? false
        return "\"\(isFormula ? "'" : "")\(text.escaped { $0 == "\"" ? "\"\"" : nil })\""
    }
}
