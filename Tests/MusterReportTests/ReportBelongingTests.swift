import AuditExamples
import MusterModel
import MusterReport
import Testing

/// Queue and vantage of a job, in every format that has a place for them.
@Suite struct ReportBelongingTests {
    private var job: AuditExample {
        var example = AuditExample.ready
        example.vantage = Vantage(.job, user: 7, sign: "PANDAID")
        example.queue = Belonging.Name("EXAMPLE_MCORE", from: "PILOT_SITENAME")
        return example
    }

    private func text(of example: AuditExample, as format: String) -> String {
        switch format {
        case "text": TextRenderer().render(example.report)
        case "json": JSONRenderer().render(example.report)
        default: ReportFormat(rawValue: format)?.text(example) ?? ""
        }
    }

    @Test(
        arguments: [
            ("text", "EXAMPLE-T2   queue EXAMPLE_MCORE"), ("text", "job, as user 7 (PANDAID)"),
            ("json", #""queue":"EXAMPLE_MCORE""#),
            ("json", #""told_by":{"queue":"PILOT_SITENAME"}"#), ("json", #""sign":"PANDAID""#),
            ("ndjson", #""queue":"EXAMPLE_MCORE""#), ("ndjson", #""vantage_sign":"PANDAID""#),
            ("junit", #"<property name="queue" value="EXAMPLE_MCORE"/>"#),
            ("classad", "MUSTER_Queue = \"EXAMPLE_MCORE\"\n"), ("html", "queue EXAMPLE_MCORE"),
            ("html", "job, as user 7 (PANDAID)"),
        ])
    func jobsTellTheirQueueAndTheirSign(format: String, text: String) {
        let shown = self.text(of: job, as: format)
        #expect(shown.contains(text), "\(shown.prefix(600))")
    }

    /// On the host, without a queue, nothing is different from before.
    @Test(arguments: ["text", "json"] + ReportFormat.allCases.map(\.rawValue))
    func hostsTellNeither(format: String) {
        let text = text(of: .ready, as: format)
        #expect(!text.isEmpty)
        for word in ["queue", "told_by", "vantage_sign", "Queue", "(PANDAID)"] {
            #expect(!text.contains(word), "\(word)")
        }
    }
}
