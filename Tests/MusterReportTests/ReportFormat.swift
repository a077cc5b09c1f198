import AuditExamples
import MusterModel
import MusterReport

/// Every format but those of their own tests, with what a test needs to show one.
enum ReportFormat: String, CaseIterable, Sendable {
    case ndjson, junit, tap, nagios, prometheus, classad, sarif, html, csv

    /// 2026-11-23T12:34:56Z, the moment of every example.
    static let moment = UTCTime(secondsSince1970: 1_795_437_296)

    /// The examples' facts that have a card, so that HELP has words.
    private static let vocabulary = Vocabulary([
        ProbeCard(
            "cvmfs", "Is CVMFS there?", sources: [],
            facts: [FactCard("cvmfs.cache.limit", .bytes, "The limit, with a \\ in \"it\".")])
    ])

    /// What shows a report so.
    var renderer: any Renderer {
        switch self {
        case .ndjson: NDJSONRenderer(at: Self.moment)
        case .junit: JUnitRenderer(at: Self.moment)
        case .tap: TAPRenderer()
        case .nagios: NagiosRenderer()
        case .prometheus: PrometheusRenderer(vocabulary: Self.vocabulary, at: Self.moment)
        case .classad: ClassAdRenderer(at: Self.moment)
        case .sarif: SARIFRenderer(at: Self.moment)
        case .html: HTMLRenderer(at: Self.moment)
        case .csv: CSVRenderer()
        }
    }

    /// An example in this format.
    func text(_ example: AuditExample) -> String { renderer.render(example.report) }
}
