internal import MusterModel
internal import MusterReport
internal import MusterStore

/// How sites stood under a profile, and which of them changed when.
struct PastPage {
    let profile: String
    let profiles: [String]
    let trend: Trend
    let changes: [StandingChange]

    static let limit = 100
    /// So many steps are told.
    static let points: Int64 = 120

    var bytes: [UInt8] {
        .page("History under \(profile)") { writer in
            writer.element("h1", "How sites stood")
            writer.tabs("Profiles", profiles, profile) { address($0, trend.step.rawValue) }
            writer.tabs("Steps", Trend.Step.allCases.map(\.rawValue), trend.step.rawValue) {
                address(profile, $0)
            }
            if trend.points.isEmpty { writer.element("p", "Nothing is known of that time.") }
            writer.start("div", ["class": "charts"])
            trend.sitesChart.write(into: &writer)
            trend.coresChart.write(into: &writer)
            writer.end()
            list(&writer)
        }
    }

    private func address(_ profile: String, _ step: String) -> String {
        "/history" + Address.query([("profile", profile), ("step", step)])
    }

    private func list(_ writer: inout MarkupWriter) {
        writer.element("h2", "What changed")
        guard !changes.isEmpty else { return writer.element("p", "Nothing.") }
        let columns = ["site", "when", "before", "after"].map { (title: $0, isNumber: false) }
        writer.table("Changes", columns) { writer in
            for change in changes {
                writer.row(change.site, Address.site(change.site, profile: profile)) { writer in
                    writer.moment(change.at)
                    writer.word(change.before.isEmpty ? "unknown" : change.before)
                    writer.word(change.after.isEmpty ? "unknown" : change.after)
                }
            }
        }
        guard changes.count == Self.limit, let last = changes.last else { return }
        writer.start("p")
        writer.element(
            "a",
            [
                "href": address(profile, trend.step.rawValue) + "&before=\(last.number)",
                "rel": "next",
            ], "older")
        writer.end()
    }
}
