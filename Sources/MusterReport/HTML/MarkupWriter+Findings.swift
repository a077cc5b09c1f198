internal import MusterModel

extension MarkupWriter {
    /// What is wrong, worst first, each finding with evidence and remedy.
    mutating func findings(_ shown: [SharedFinding], of count: Int, _ report: AuditReport) {
        start("section", ["id": "findings"])
        element("h2", "Findings")
        if shown.isEmpty {
            element("p", report.judgements.isEmpty ? "Nothing was judged." : "Nothing is wrong.")
        }
        for (index, shared) in shown.enumerated() { article(shared, number: index + 1, report) }
        if count > shown.count {
            element("p", "And \(count - shown.count) more: muster check --format json")
        }
        end()
    }

    private mutating func article(_ shared: SharedFinding, number: Int, _ report: AuditReport) {
        let finding = shared.finding
        let kind = finding.label.lowercased()
        start("article", ["id": "f\(number)", "class": kind])
        start("h3")
        element("span", ["class": "tag \(kind)"], finding.label)
        words(FindingWords.short(finding.name))
        end()
        element("p", "\(FindingWords.short(finding.title)) (\(finding.level.rawValue))")
        let details = FindingWords(finding)
        start("dl")
        detail("profile", [shared.profiles.inWords])
        detail("found", details.found)
        detail("asked", details.asked)
        detail("change", [details.remedy].compactMap(\.self), kind: "change")
        detail("level", [details.amendment].compactMap(\.self))
        detail("why", [FindingWords.short(finding.reason)])
        detail("waived", [details.waiver].compactMap(\.self))
        detail("source", shared.sources.map { FindingWords.short("\($0.text), \($0.date)") })
        end()
        end()
    }

    private mutating func detail(_ word: String, _ texts: [String], kind: String = "detail") {
        let texts = texts.filter { !$0.isEmpty }
        if texts.isEmpty { return }
        element("dt", word)
        for text in texts { element("dd", ["class": kind], text) }
    }
}
