public import MusterModel

/// The report as one HTML file for people: no script, no picture, nothing fetched,
/// everything from the node escaped, and a policy that would stop what is not.
public struct HTMLRenderer: Renderer {
    /// `html`.
    public static let name = "html"

    /// Findings shown with evidence, and rows of the table; more are counted.
    public static let findingsAtMost = 500

    private let time: UTCTime

    /// A renderer for an audit made at `time`.
    public init(at time: UTCTime) { self.time = time }

    /// The whole page.
    public func render(_ report: AuditReport) -> String {
        let open = report.findings.filter(\.finding.isOpen)
        var writer = MarkupWriter(.html, prologue: "<!DOCTYPE html>\n")
        writer.start("html", ["lang": "en"])
        head(of: report, to: &writer)
        writer.start("body")
        writer.element("a", ["class": "skip", "href": "#findings"], "Skip to the findings")
        heading(of: report, to: &writer)
        writer.start("main")
        writer.verdicts(of: report)
        writer.findings(Array(open.prefix(Self.findingsAtMost)), of: open.count, report)
        writer.sideBySide(report, anchors: anchors(open), rowsAtMost: Self.findingsAtMost)
        writer.routes(of: report)
        writer.limits(of: report)
        writer.end()
        footer(of: report, to: &writer)
        writer.end()
        writer.end()
        return writer.text
    }

    /// `f1` for the first open finding that is shown, by profile and name.
    private func anchors(_ open: [SharedFinding]) -> [String: String] {
        var anchors: [String: String] = [:]
        for (index, shared) in open.prefix(Self.findingsAtMost).enumerated() {
            for profile in shared.profiles {
                anchors["\(profile) \(shared.finding.name)"] = "f\(index + 1)"
            }
        }
        return anchors
    }

    private func head(of report: AuditReport, to writer: inout MarkupWriter) {
        let digest = Digest(of: Array(Stylesheet.text.utf8)).base64
        let policy =
            "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
        let verdict = report.verdict?.rawValue ?? "no verdict"
        writer.start("head")
        writer.void("meta", ["charset": "utf-8"])
        writer.void(
            "meta", ["http-equiv": "Content-Security-Policy", "content": policy])
        writer.void(
            "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        writer.void("meta", ["name": "color-scheme", "content": "light dark"])
        writer.void("meta", ["name": "referrer", "content": "no-referrer"])
        writer.element("title", "\(report.hostName): \(verdict)")
        writer.style(Stylesheet.text)
        writer.end()
    }

    private func heading(of report: AuditReport, to writer: inout MarkupWriter) {
        let book = FactBook(report.sheet, gauges: report.gauges)
        let system = ["system.os.name", "kernel.release.version"]
            .compactMap { FactName($0).flatMap { book.fact(FactKey($0)).reading.value } }
            .map { FindingWords.short($0.description) }
        writer.start("header")
        writer.element("h1", report.hostName)
        let words =
            [
                report.site.map(FindingWords.short),
                report.belonging.queue.map { "queue \(FindingWords.short($0.text))" },
            ].compactMap(\.self) + system
            + [report.sheet.vantage.description, "judged as of \(report.date)"]
        writer.element("p", ["class": "quiet"], words.joined(separator: " · "))
        writer.end()
    }

    private func footer(of report: AuditReport, to writer: inout MarkupWriter) {
        writer.start("footer", ["class": "quiet"])
        writer.element(
            "p",
            "muster \(report.version), \(time), \(report.took.inWords). "
                + "More on any check: muster explain CHECK.")
        writer.element("p", "sheet \(report.sheet.digest.text)")
        writer.end()
    }
}
