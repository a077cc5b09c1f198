internal import MusterModel

extension Page {
    private static let indent = 9

    /// How many names a list in one sentence holds.
    private static let namesAtMost = 3

    /// A line a profile: names in a column of their own, verdicts in the next.
    mutating func showVerdicts(of report: AuditReport) {
        let widest = report.judgements.map(\.profile.columns).max() ?? 0
        for judgement in report.judgements {
            paragraph(
                Cell(judgement.profile, judgement.verdict.paint), at: 2, indent: widest + 4,
                judgement.summary)
        }
    }

    /// The ways to run a container here, and whether each is good enough.
    mutating func showRoutes(of report: AuditReport) {
        let routes = Routes(of: report)
        guard let words = routes.words else { return }
        flow(words.map { Cell($0) }, label: Cell("routes", .quiet), indent: Self.indent)
    }

    /// What the verdicts do not rest on: live facts not tried, facts hidden from
    /// this user, troubles of the audit itself; then the remarks.
    mutating func showLimits(of report: AuditReport) {
        let facts = report.facts
        if let sentence = configuration(facts, report.sheet.vantage) {
            line("basis", sentence)
        }
        let hidden = facts.filter { $0.reading.absence?.reason == .forbidden }
        if !hidden.isEmpty { line("hidden", hiding(hidden, report.sheet.vantage)) }
        for trouble in report.troubles { line("trouble", trouble) }
        for remark in report.remarks { line("remark", remark) }
    }

    /// What passed, what is waived, where to read on.
    mutating func showTail(_ findings: [SharedFinding]) {
        let waived = findings.map(\.finding).filter { $0.outcome == .waived }
        var parts = ["\(findings.checks(with: .pass)) passed"]
        if let first = waived.compactMap(\.waiver?.until).min() {
            let names = Set(waived.map(\.check)).sorted().atMost(Self.namesAtMost)
            parts.append("\(waived.count) waived until \(first) (\(names))")
        }
        let idle = findings.checks(with: .inapplicable)
        if idle > 0 { parts.append("\(idle) not applicable") }
        let worst = findings.first { $0.finding.isOpen }?.finding.check
        let cells =
            [parts.joined(separator: ", ") + "."]
            + [worst.map { "muster explain \($0)" }]
            .compactMap(\.self)
        flow(cells.map { Cell($0) }, indent: 2)
    }

    private mutating func line(_ word: String, _ text: String) {
        paragraph(Cell(word, .quiet), indent: Self.indent, text)
    }

    private func configuration(_ facts: [Fact], _ vantage: Vantage) -> String? {
        let untried = facts.filter { $0.reading.absence?.reason == .notTried }
        if untried.isEmpty {
            return vantage.place == .tree
                ? "rests on a tree of files in which every live fact is recorded" : nil
        }
        let names = untried.map(\.key.description).atMost(Self.namesAtMost)
        let were = untried.count == 1 ? "fact was" : "facts were"
        return "rests on configuration: \(untried.count) live \(were) not tried (\(names))"
    }

    private func hiding(_ facts: [Fact], _ vantage: Vantage) -> String {
        let names = facts.map(\.key.description).atMost(Self.namesAtMost)
        let are = facts.count == 1 ? "fact is" : "facts are"
        let who = vantage.isRoot ? "even from root" : "from user \(vantage.user)"
        let hope = vantage.isRoot ? "" : "; root would see \(facts.count == 1 ? "it" : "them")"
        return "\(facts.count) \(are) hidden \(who) (\(names))\(hope)"
    }
}

extension [String] {
    /// Each text at its first place alone.
    var once: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }

    /// The first few, and how many more there are.
    func atMost(_ bound: Int) -> String {
        let shown = prefix(bound).joined(separator: ", ")
        return count > bound ? "\(shown) and \(count - bound) more" : shown
    }
}

extension [SharedFinding] {
    /// How many checks came to an outcome, each once for every subject.
    fileprivate func checks(with outcome: Outcome) -> Int {
        Set(filter { $0.finding.outcome == outcome }.map(\.finding.name)).count
    }
}
