/// The answers alone, for whoever does not ask what they rest on: the same as those of
/// `evaluate`, without a word made.
extension Evaluator {
    func truth(of predicate: Predicate) -> Truth {
        switch predicate {
        case .all(let parts): Truth.all(parts.lazy.map(truth))
        case .any(let parts): Truth.any(parts.lazy.map(truth))
        case .not(let part): !truth(of: part)
        case .fact(let name, let comparison): holds(comparison, fact(name).reading)
        case .some(let range): truth(of: range) { Truth.any($0) }
        case .every(let range): truth(of: range) { Truth.all($0) }
        case .unaffected(let selection):
            Truth.all(
                advisories(of: selection).lazy.map { !isAffected(by: $0) }
                    + (isStranger(in: selection) ? [.unknown] : []))
        }
    }

    private func truth(
        of range: Quantifier, _ combine: (LazyMapSequence<[String], Truth>) -> Truth
    ) -> Truth {
        switch subjects(range.among, of: range.kind, roster: range.roster) {
        case .failure: .unknown
        case .success(let names):
            combine(names.lazy.map { looking(at: $0, of: range.kind).truth(of: range.that) })
        }
    }

    /// What a check comes to on one subject, waivers apart.
    func outcome(of check: Check) -> Outcome {
        if let when = check.when {
            switch truth(of: when) {
            case .no: return .inapplicable
            case .unknown: return truth(of: check.require) == .yes ? .pass : .unknown
            case .yes: break
            }
        }
        return outcome(truth(of: check.require), check.level)
    }
}
