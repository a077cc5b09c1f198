import MusterModel
import MusterReport

extension OutputFormat {
    /// What shows a report so.
    ///
    /// - Parameters:
    ///   - time: when the audit was made.
    ///   - vocabulary: what every fact means.
    ///   - colour: whether the reader is a terminal that takes colours.
    func renderer(
        at time: UTCTime, _ vocabulary: Vocabulary, colour: Bool
    ) -> any Renderer {
        switch self {
        case .text: TextRenderer(width: 80, colour: colour)
        case .json: JSONRenderer()
        case .ndjson: NDJSONRenderer(at: time)
        case .junit: JUnitRenderer(at: time)
        case .tap: TAPRenderer()
        case .nagios: NagiosRenderer()
        case .prometheus: PrometheusRenderer(vocabulary: vocabulary, at: time)
        case .classad: ClassAdRenderer(at: time)
        case .sarif: SARIFRenderer(at: time)
        case .html: HTMLRenderer(at: time)
        case .csv: CSVRenderer()
        }
    }
}
