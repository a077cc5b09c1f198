public import MusterModel

/// The report for a terminal: worst first, each finding with its evidence and the
/// line to change, never wider than the terminal.
public struct TextRenderer: Renderer {
    /// `text`.
    public static let name = "text"

    /// Below this many columns nothing is readable; a narrower terminal wraps.
    private static let widthAtLeast = 40

    /// More findings than this are counted, not shown.
    private static let findingsAtMost = 200

    /// More profiles than this have a line each, in two columns.
    private static let sideBySideAtMost = 4

    private let width: Int
    private let colour: Bool

    /// A renderer for `width` columns; `colour` adds ANSI sequences.
    public init(width: Int = 80, colour: Bool = false) {
        self.width = max(width, Self.widthAtLeast)
        self.colour = colour
    }

    /// The whole text.
    public func render(_ report: AuditReport) -> String {
        var page = Page(width: width, colour: colour)
        let findings = report.findings
        let open = findings.filter(\.finding.isOpen)
        page.flow(heading(of: report).map { Cell($0) }, indent: 2)
        page.blank()
        if report.judgements.count > Self.sideBySideAtMost {
            page.showVerdicts(of: report)
        } else {
            page.flow(verdicts(of: report), label: Cell(""), indent: 2)
        }
        page.blank()
        for group in FindingGroup.groups(of: Array(open.prefix(Self.findingsAtMost))) {
            page.show(group, of: report)
        }
        if open.count > Self.findingsAtMost {
            let left = open.count - Self.findingsAtMost
            page.flow([Cell("… and \(left) more findings: --format json")], indent: 2)
        }
        page.blank()
        page.showRoutes(of: report)
        page.showLimits(of: report)
        page.showTail(findings)
        return page.text
    }

    private func heading(of report: AuditReport) -> [String] {
        let book = FactBook(report.sheet, gauges: report.gauges)
        let system = ["system.os.name", "kernel.release.version"]
            .compactMap { FactName($0).flatMap { book.fact(FactKey($0)).reading.value } }
            .map(\.description).joined(separator: ", ")
        let waited = report.waited
        let own = report.took.inWords
        let took =
            waited.programs.isEmpty
            ? own : "\(own), and \(waited.time.inWords) in \(waited.programs.inWords)"
        return [
            "muster \(report.version)", report.identity.hostName ?? "unknown host",
            report.site ?? "", report.belonging.queue.map { "queue \($0.text)" } ?? "", system,
            report.sheet.vantage.description, took,
        ].filter { !$0.isEmpty }
    }

    private func verdicts(of report: AuditReport) -> [Cell] {
        if report.judgements.isEmpty { return [Cell("no profile was asked: no verdict")] }
        return report.judgements.map {
            Cell("\($0.profile) \($0.summary)", $0.paint)
        }
    }
}

extension [String] {
    /// `a`, `a and b`, `a, b and c`.
    var inWords: String {
        guard let last, count > 1 else { return first ?? "" }
        return "\(dropLast().joined(separator: ", ")) and \(last)"
    }
}
