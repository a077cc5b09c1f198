internal import MusterModel
internal import MusterReport
internal import MusterStore

/// One node: its verdicts, and for everything open the evidence and the line to change.
struct NodePage {
    let site: String
    let name: String
    let card: NodeCard
    /// Nil before its first report.
    let gauges: Result<[Fact], Absence>?
    let verdicts: [VerdictRow]
    let history: [Transition]

    private static let gaugesAtMost = 300
    private static let evidenceAtMost = 12

    var bytes: [UInt8] {
        .page("\(name) at \(site)") { writer in
            writer.element("h1", name)
            writer.start("p", ["class": "quiet"])
            writer.words("a node of")
            writer.element("a", ["href": Address.site(site)], site)
            writer.end()
            about(&writer)
            verdictTable(&writer)
            findings(&writer)
            writer.history(history, at: site)
            gaugeTable(&writer)
        }
    }

    private func about(_ writer: inout MarkupWriter) {
        let state = card.state
        writer.facts([
            ("report", card.freshness),
            ("received", state.map { UTCTime(secondsSince1970: $0.received / 1000).short }),
            ("made, by its own clock", state.map { UTCTime(secondsSince1970: $0.made).short }),
            ("clock", state.flatMap(Self.skew)),
            ("first seen", UTCTime(secondsSince1970: card.firstSeen / 1000).short),
            ("retired", card.retired.map { UTCTime(secondsSince1970: $0 / 1000).short }),
            ("sheet", state?.sheet.text),
            ("judged itself by", state.flatMap(Self.policy)?.words),
        ])
        if state?.isCloned == true {
            writer.element(
                "p", ["class": "tag fail"],
                "Two machines report under this name: nobody knows which of them this is.")
        }
    }

    /// Whose checks it says that its own verdicts rest on.
    private static func policy(_ state: NodeState) -> PolicyOrigin? {
        PolicyOrigin(json: (try? JSONReader.value(in: state.about))?["policy"])
    }

    /// How far its clock is off, where that is more than a report needs to travel.
    private static func skew(_ state: NodeState) -> String? {
        let off = state.made - state.received / 1000
        guard off > 120 else { return nil }
        return "ahead by \(Duration.seconds(off).inWords)"
    }

    private func verdictTable(_ writer: inout MarkupWriter) {
        writer.element("h2", "Verdicts")
        let columns = ["profile", "verdict", "since", "it says itself"].map {
            (title: $0, isNumber: false)
        }
        writer.table("Verdicts", columns) { writer in
            for row in verdicts {
                writer.row(row.profile, Address.profile(row.profile)) { writer in
                    writer.word(row.verdict.rawValue)
                    writer.moment(row.since)
                    let claimed = row.claimed?.rawValue ?? "nothing"
                    let isOther = row.claimed.map { $0 != row.verdict } ?? false
                    writer.element(
                        "td", ["class": isOther ? "tag warn" : "quiet"],
                        isOther ? "\(claimed): it judges by other rules" : claimed)
                }
            }
        }
    }

    /// Each finding once, with the profiles under which it is open.
    private func findings(_ writer: inout MarkupWriter) {
        var all: [(finding: FindingView, profiles: [String])] = []
        for row in verdicts {
            for finding in row.findings {
                if let index = all.firstIndex(where: { $0.finding == finding }) {
                    all[index].profiles.append(row.profile)
                } else {
                    all.append((finding, [row.profile]))
                }
            }
        }
        writer.element("h2", "What is open")
        if all.isEmpty { writer.element("p", "Nothing.") }
        for (finding, profiles) in all {
            writer.start("article", ["class": finding.outcome])
            writer.start("h3")
            writer.element("span", ["class": finding.outcome], finding.outcome)
            writer.element("a", ["href": Address.check(finding.check)], finding.name)
            writer.end()
            writer.element("p", finding.title)
            writer.start("dl")
            for line in finding.evidence.prefix(Self.evidenceAtMost) { writer.pair("found", line) }
            if finding.evidence.count > Self.evidenceAtMost {
                writer.pair("", "and \(finding.evidence.count - Self.evidenceAtMost) more")
            }
            writer.pair("why", finding.reason)
            if let remedy = finding.remedy { writer.pair("change", remedy, "change") }
            if let waiver = finding.waiver { writer.pair("waived", waiver) }
            writer.pair("asked by", profiles.joined(separator: ", "))
            for source in finding.sources { writer.pair("source", source) }
            writer.end()
            writer.end()
        }
    }

    private func gaugeTable(_ writer: inout MarkupWriter) {
        let gauges: [Fact]
        switch self.gauges {
        case .success(let facts)?: gauges = facts
        case .failure(let absence)?:
            writer.element("h2", "Gauges")
            writer.element("p", ["class": "tag warn"], "Nobody knows them: \(absence).")
            return
        case nil: return
        }
        if gauges.isEmpty { return }
        writer.element("h2", "Gauges")
        let columns = ["gauge", "reading", "from"].map { (title: $0, isNumber: false) }
        writer.table("Gauges", columns) { writer in
            for gauge in gauges.prefix(Self.gaugesAtMost) {
                writer.start("tr")
                writer.element("th", ["scope": "row"], "\(gauge.key)")
                writer.element("td", gauge.reading.description)
                writer.element("td", ["class": "quiet"], gauge.origin)
                writer.end()
            }
        }
    }
}

extension MarkupWriter {
    /// A name and what belongs to it, inside a list of facts.
    mutating func pair(_ name: String, _ text: String, _ kind: String = "plain") {
        if text.isEmpty { return }
        element("dt", name)
        element("dd", ["class": kind], text)
    }
}
