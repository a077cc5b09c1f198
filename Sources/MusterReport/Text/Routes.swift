internal import MusterModel

/// The routes of a report: judged ones from the cases of the check that wants a
/// working route, else those that the runtime probe lists; each with what a smoke
/// proved, and the rehearsal behind them.
struct Routes {
    /// The check whose cases are routes.
    private static let check = "runtime.route"

    /// One cell of text a route; nil where nobody looked for routes.
    let words: [String]?

    init(of report: AuditReport) {
        let book = FactBook(report.sheet, gauges: report.gauges)
        let judged = Self.judged(report.judgements)
        let routes =
            judged.isEmpty
            ? Self.listed(report, book)
            : judged.map { route in
                let proof = Self.proof(route.subject, book, unless: route.answer)
                return "\(Self.named(route.subject, book)): \(route.answer)\(proof)"
            }
        let all = (routes ?? []) + [Self.rehearsal(book)].compactMap(\.self)
        words = routes == nil && all.isEmpty ? nil : all
    }

    /// What a smoke came to, behind the route; nothing where none was made.
    ///
    /// - Parameter unless: how the route was judged; a start proves no other answer
    ///   than yes.
    private static func proof(
        _ subject: String, _ book: FactBook, unless answer: String = "yes"
    ) -> String {
        guard case .bool(let works)? = value("smoke.route.works", of: subject, book) else {
            return ""
        }
        if works { return answer == "yes" ? ", proven" : ", though it starts" }
        let cause = value("smoke.route.cause", of: subject, book)?.description ?? "unnamed"
        return ", failed (\(cause))"
    }

    /// The rehearsal as a route of its own; nil where it was not made.
    private static func rehearsal(_ book: FactBook) -> String? {
        guard case .bool(let works)? = value("rehearsal.run.works", of: nil, book) else {
            return nil
        }
        let name = works ? "rehearsal.run.layout" : "rehearsal.run.cause"
        let detail = value(name, of: nil, book).map { " (\($0))" } ?? ""
        return "rehearsal: \(works ? "yes" : "no")\(detail)"
    }

    private static func value(
        _ name: String, of subject: String?, _ book: FactBook
    ) -> FactValue? {
        FactName(name).flatMap { book.fact(FactKey($0, of: subject)).reading.value }
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
            return names.isEmpty
                ? ["none found"] : names.map { named($0, book) + proof($0, book) }
        case .failure(let absence): return ["not known: \(absence)"]
        }
    }

    private static func named(_ subject: String, _ book: FactBook) -> String {
        let version = value("runtime.route.version", of: subject, book)
        return version.map { "\(subject) \($0)" } ?? subject
    }
}
