internal import MusterModel

extension MarkupWriter {
    /// Facts of one reason that are named; more are counted.
    private static let namesAtMost = 5

    /// The reasons that leave a reader with less than the whole picture; that a
    /// thing is absent or unsupported is an answer.
    private static let gaps: [Absence.Reason] = [
        .hung, .timedOut, .forbidden, .malformed, .notTried,
    ]

    /// The ways to run a container here, and whether each is good enough.
    mutating func routes(of report: AuditReport) {
        guard let words = Routes(of: report).words else { return }
        list("routes", "Routes", words)
    }

    /// What could not be seen, what went wrong with the audit, and remarks.
    mutating func limits(of report: AuditReport) {
        let facts = report.facts
        let unseen = Self.gaps.compactMap { reason -> String? in
            let missing = facts.filter { $0.reading.absence?.reason == reason }
            if missing.isEmpty { return nil }
            let names = missing.prefix(Self.namesAtMost).map { FindingWords.short("\($0.key)") }
            let more = missing.count - names.count
            return "\(reason.rawValue): \(names.joined(separator: ", "))"
                + (more > 0 ? " and \(more) more" : "")
        }
        list("unseen", "What could not be seen", unseen)
        list("troubles", "Troubles of the audit", report.troubles)
        list("remarks", "Remarks", report.remarks)
    }

    private mutating func list(_ id: String, _ title: String, _ texts: [String]) {
        if texts.isEmpty { return }
        start("section", ["id": id])
        element("h2", title)
        start("ul")
        for text in texts { element("li", FindingWords.short(text)) }
        end()
        end()
    }
}
