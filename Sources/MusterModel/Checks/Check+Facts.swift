extension Check {
    /// The facts that decide it: of its roster, its situation and its requirement. What
    /// advisories look at is the advisories' own.
    public var facts: Set<FactName> {
        var facts: Set<FactName> = []
        if let each { facts.insert(each.roster) }
        for predicate in [require] + [when].compactMap(\.self) {
            facts.formUnion(predicate.facts)
        }
        return facts
    }

    /// The facts that its remedies speak of, or choose by.
    public var remedyFacts: Set<FactName> {
        remedies.reduce(into: []) { facts, remedy in
            facts.formUnion(remedy.when?.facts ?? [])
            facts.formUnion(RemedyText(remedy.change).words.compactMap(FactName.init))
        }
    }
}

extension Predicate {
    /// The facts that are named here.
    var facts: Set<FactName> {
        switch self {
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion($1.facts) }
        case .not(let part): part.facts
        case .fact(let name, let comparison): comparison.facts.union([name])
        case .some(let range), .every(let range): range.that.facts.union([range.roster])
        case .unaffected: []
        }
    }

    /// Whether it asks about advisories.
    var asksAdvisories: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains(where: \.asksAdvisories)
        case .not(let part): part.asksAdvisories
        case .some(let range), .every(let range): range.that.asksAdvisories
        case .fact: false
        case .unaffected: true
        }
    }
}

extension Comparison {
    fileprivate var facts: Set<FactName> {
        switch self {
        case .atLeast(let limit), .atMost(let limit), .below(let limit):
            switch limit {
            case .fact(let name, _): [name]
            case .sum(let name, let roster, _): [name, roster]
            case .value, .named: []
            }
        case .equals, .oneOf, .matches, .contains, .exists, .covers: []
        }
    }
}
