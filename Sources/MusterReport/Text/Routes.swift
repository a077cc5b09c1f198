internal import MusterModel

/// The routes of a report: judged ones from the cases of the check that wants a
/// working route, else those that the runtime probe lists.
struct Routes {
    /// The check whose cases are routes.
    private static let check = "runtime.route"

    /// One cell of text a route; nil where nobody looked for routes.
    let words: [String]?

    init(of report: AuditReport) {
        let book = FactBook(report.sheet, gauges: report.gauges)
        let judged = Self.judged(report.judgements)
        if judged.isEmpty {
            words = Self.listed(report, book)
        } else {
            words = judged.map { "\(Self.named($0.subject, book)): \($0.answer)" }
        }
    }

    /// Each route with `yes`, or with the profiles for which it differs.
    private static func judged(
        _ judgements: [Judgement]
    ) -> [(subject: String, answer: String)] {
        var answers: [String: [(profile: String, truth: Truth)]] = [:]
        var order: [String] = []
        for judgement in judgements {
            for finding in judgement.findings where finding.check == check {
                for one in finding.cases {
                    if answers[one.subject] == nil { order.append(one.subject) }
                    answers[one.subject, default: []].append((judgement.profile, one.truth))
                }
            }
        }
        return order.map { ($0, inWords(answers[$0] ?? [])) }
    }

    private static func inWords(_ answers: [(profile: String, truth: Truth)]) -> String {
        let truths = Set(answers.map(\.truth))
        if truths.count == 1, let truth = truths.first { return truth.rawValue }
        return answers.map { "\($0.truth.rawValue) (\($0.profile))" }.joined(separator: ", ")
    }

    private static func listed(_ report: AuditReport, _ book: FactBook) -> [String]? {
        guard let roster = FactName("runtime.routes.list"),
            report.facts.contains(where: { $0.key.name == roster })
        else { return nil }
        switch book.subjects(in: roster) {
        case .success(let names):
            return names.isEmpty ? ["none found"] : names.map { named($0, book) }
        case .failure(let absence): return ["not known: \(absence)"]
        }
    }

    private static func named(_ subject: String, _ book: FactBook) -> String {
        let version = FactName("runtime.route.version")
            .flatMap { book.fact(FactKey($0, of: subject)).reading.value }
        return version.map { "\(subject) \($0)" } ?? subject
    }
}
