public import MusterModel

/// The report as JUnit XML for continuous integration: a suite a profile, a case a
/// finding. Suites are red where the verdict is: a failed check is a failure, one
/// that nobody could tell an error, everything milder is skipped with its reason.
public struct JUnitRenderer: Renderer {
    /// `junit`.
    public static let name = "junit"

    private let time: UTCTime

    /// A renderer for an audit made at `time`.
    public init(at time: UTCTime) { self.time = time }

    /// The whole document.
    public func render(_ report: AuditReport) -> String {
        var writer = MarkupWriter(.xml, prologue: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        let profiles = report.profiles
        writer.start(
            "testsuites",
            [
                "name": "muster \(report.version)",
                "tests": String(profiles.reduce(0) { $0 + $1.findings.count }),
                "failures": String(profiles.reduce(0) { $0 + $1.cases(of: .failure) }),
                "errors": String(profiles.reduce(0) { $0 + $1.cases(of: .error) }),
            ])
        for judgement in profiles { write(judgement, of: report, to: &writer) }
        writer.end()
        return writer.text
    }

    private func write(
        _ judgement: Judgement, of report: AuditReport, to writer: inout MarkupWriter
    ) {
        writer.start(
            "testsuite",
            [
                "name": "muster.\(judgement.profile)", "hostname": report.hostName,
                "timestamp": String(time.description.dropLast()),
                "tests": String(judgement.findings.count),
                "failures": String(judgement.cases(of: .failure)),
                "errors": String(judgement.cases(of: .error)),
                "skipped": String(judgement.cases(of: .skipped)), "time": "0",
            ])
        writer.start("properties", [:])
        for (name, value) in properties(of: judgement, report) {
            writer.element("property", ["name": name, "value": value])
        }
        writer.end()
        for finding in judgement.findings { write(finding, of: judgement, to: &writer) }
        let told =
            report.troubles.map { "trouble: \(FindingWords.short($0))" }
            + report.remarks.map { "remark: \(FindingWords.short($0))" }
        if !told.isEmpty { writer.element("system-out", [:], lines: told) }
        writer.end()
    }

    private func properties(
        of judgement: Judgement, _ report: AuditReport
    ) -> [(String, String)] {
        [
            ("verdict", judgement.verdict.rawValue), ("partial", judgement.isPartial ? "yes" : ""),
            ("profile.dated", judgement.dated.description),
            ("site", (report.site ?? "").shortened(to: 253)),
            ("queue", report.belonging.queue?.text ?? ""),
            ("vantage", report.sheet.vantage.description),
            ("sheet.sha256", report.sheet.digest.text),
        ].filter { !$0.1.isEmpty }
    }

    private func write(
        _ finding: Finding, of judgement: Judgement, to writer: inout MarkupWriter
    ) {
        let attributes: KeyValuePairs = [
            "name": FindingWords.short(finding.name), "classname": "muster.\(judgement.profile)",
            "time": "0",
        ]
        guard let kind = finding.caseKind else {
            return writer.element("testcase", attributes)
        }
        writer.start("testcase", attributes)
        let words = FindingWords(finding)
        let message = "\(finding.label): \(FindingWords.short(finding.title))"
        if kind == .skipped {
            let why = words.waiver.map { ": \($0)" } ?? ""
            writer.element("skipped", ["message": message + why])
            if finding.isOpen { writer.element("system-out", [:], lines: words.lines) }
        } else {
            writer.element(
                kind.rawValue, ["message": message, "type": finding.label.lowercased()],
                lines: words.lines)
        }
        writer.end()
    }
}
