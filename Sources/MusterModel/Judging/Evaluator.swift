/// Evaluates predicates over one fact book.
struct Evaluator: Sendable {
    /// What all evaluators of one node and profile look at.
    private final class Ground: Sendable {
        let book: FactBook
        let limits: [String: Profile.NamedLimit]
        let circumstances: Circumstances

        init(_ book: FactBook, _ limits: [String: Profile.NamedLimit], _ day: Circumstances) {
            (self.book, self.limits, circumstances) = (book, limits, day)
        }
    }

    private let ground: Ground
    /// The subject that each kind of fact is about here, set by quantifiers; the innermost
    /// of a kind stands first.
    private var scope: [(kind: String, subject: String)] = []

    init(
        book: FactBook, limits: [String: Profile.NamedLimit], circumstances: Circumstances
    ) {
        ground = Ground(book, limits, circumstances)
    }

    var book: FactBook { ground.book }
    var limits: [String: Profile.NamedLimit] { ground.limits }
    var circumstances: Circumstances { ground.circumstances }

    /// The same evaluator looking at one subject of a kind.
    func looking(at subject: String, of kind: String) -> Evaluator {
        var inner = self
        inner.scope.insert((kind, subject), at: 0)
        return inner
    }

    func evaluate(_ predicate: Predicate) -> Evaluation {
        switch predicate {
        case .all(let parts): return fold(parts.map(evaluate), Truth.all)
        case .any(let parts): return fold(parts.map(evaluate), Truth.any)
        case .not(let part):
            let inner = evaluate(part)
            return Evaluation(!inner.truth, inner.evidence.map(\.opposed), cases: inner.cases)
        case .fact(let name, let comparison):
            let fact = fact(name)
            let truth = holds(comparison, fact.reading)
            return Evaluation(
                truth, [Evidence(fact, wanted: inWords(comparison), truth: truth)])
        case .some(let range): return quantify(range, Truth.any)
        case .every(let range): return quantify(range, Truth.all)
        case .unaffected(let selection): return unaffected(by: selection)
        }
    }

    /// The fact of that name, of the subject in scope where its kind has one.
    func fact(_ name: FactName) -> Fact {
        let subject = scope.isEmpty ? nil : scope.first { name.isAbout($0.kind) }?.subject
        return book.fact(FactKey(name, of: subject))
    }

    /// The subjects of a selection; an unknown roster is unknown, never empty.
    func subjects(
        _ among: SubjectSelection, of kind: String, roster: FactName
    ) -> Result<[String], Absence> {
        let demanded = circumstances.demands.flatMap { $0.subjects(of: kind) }
        switch among {
        case .observed: return book.subjects(in: roster)
        case .listed(let names): return .success(names)
        case .demanded: return .success(Set(demanded).sorted())
        case .listedAndDemanded(let names): return .success(Set(names + demanded).sorted())
        }
    }

    private func quantify(
        _ range: Quantifier, _ combine: ([Truth]) -> Truth
    ) -> Evaluation {
        switch subjects(range.among, of: range.kind, roster: range.roster) {
        case .failure:
            let roster = book.fact(FactKey(range.roster))
            return Evaluation(.unknown, [.missing(roster: roster)])
        case .success(let names) where names.isEmpty:
            let roster = book.fact(FactKey(range.roster))
            let truth = combine([])
            return Evaluation(truth, [Evidence(roster, wanted: "at least one", truth: truth)])
        case .success(let names):
            let evaluations = names.map {
                looking(at: $0, of: range.kind).evaluate(range.that)
            }
            let folded = fold(evaluations, combine)
            let cases = zip(names, evaluations).map {
                Evaluation.Case(subject: $0, truth: $1.truth, evidence: $1.evidence)
            }
            return Evaluation(folded.truth, folded.evidence, cases: cases)
        }
    }

    /// Combines parts; keeps the evidence of those that decided the answer.
    func fold(
        _ parts: [Evaluation], _ combine: ([Truth]) -> Truth
    ) -> Evaluation {
        let truth = combine(parts.map(\.truth))
        let decisive = parts.filter { $0.truth == truth }
        var seen: Set<Evidence> = []
        let evidence = decisive.flatMap(\.evidence).filter { seen.insert($0).inserted }
        let cases = decisive.first { !$0.cases.isEmpty }?.cases ?? []
        return Evaluation(truth, evidence, cases: cases)
    }
}
