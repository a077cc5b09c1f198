/// The checks of several profiles, each looked at once however many of them ask it, and
/// written out only where somebody has to know.
public struct Docket: Sendable {
    /// What one profile comes to: of ``Judgement`` what is kept.
    public struct Ruling: Hashable, Sendable {
        /// What all of its checks add up to.
        public let verdict: Verdict
        /// The findings that somebody has to know about, in the order of a judgement.
        public let open: [Finding]
    }

    /// A check with the thresholds that it may name.
    struct Question: Hashable {
        let check: Check
        let limits: [String: Profile.NamedLimit]
    }

    private let questions: [Question]
    private let asked: [[Int]]

    /// The checks of these profiles.
    public init(_ profiles: [Profile]) {
        var places: [Question: Int] = [:]
        var questions: [Question] = []
        asked = profiles.map { profile in
            Self.questions(of: profile).map { question in
                if let place = places[question] { return place }
                places[question] = questions.count
                questions.append(question)
                return questions.count - 1
            }
        }
        self.questions = questions
    }

    /// The checks of a profile with what decides them.
    static func questions(of profile: Profile) -> [Question] {
        profile.checks.map { check in
            let names = check.limitNames
            return Question(
                check: check,
                limits: profile.limits.filter { names?.contains($0.key) ?? true })
        }
    }

    /// What ``judge(_:under:in:)`` finds open under each of the profiles, in their order.
    public func rulings(on book: FactBook, in circumstances: Circumstances) -> [Ruling] {
        let found = questions.map { question in
            Evaluator(book: book, limits: question.limits, circumstances: circumstances)
                .openFindings(of: question.check)
        }
        return asked.map { places in
            let open = places.flatMap { found[$0] }
            return Ruling(verdict: Verdict(of: open), open: open.worstFirst)
        }
    }
}

extension Check {
    /// Whether published advisories decide it, or choose its remedy.
    var asksAdvisories: Bool {
        ([require, when].compactMap(\.self) + remedies.compactMap(\.when))
            .contains(where: \.asksAdvisories)
    }

    /// The thresholds by name that decide it or stand in its words; nil where that cannot
    /// be told from the check alone.
    fileprivate var limitNames: Set<String>? {
        if asksAdvisories { return nil }
        let asks = [require, when].compactMap(\.self) + remedies.compactMap(\.when)
        var names = asks.reduce(into: Set()) { $0.formUnion($1.limitNames) }
        for word in remedies.flatMap({ RemedyText($0.change).words })
        where word.hasPrefix("limit:") {
            names.insert(String(word.dropFirst(6)))
        }
        return names
    }
}

extension Predicate {
    /// The thresholds that it names.
    var limitNames: Set<String> {
        switch self {
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion($1.limitNames) }
        case .not(let part): part.limitNames
        case .fact(_, let comparison): comparison.limitName.map { [$0] } ?? []
        case .some(let range), .every(let range): range.that.limitNames
        case .unaffected: []
        }
    }
}

extension Comparison {
    fileprivate var limitName: String? {
        switch self {
        case .atLeast(.named(let name)), .atMost(.named(let name)), .below(.named(let name)): name
        default: nil
        }
    }
}
