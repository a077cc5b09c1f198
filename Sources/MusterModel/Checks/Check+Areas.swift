extension Check {
    /// The probes whose facts it needs: the areas of all fact names in it.
    /// Advisories count by the area of what they are about.
    public var areas: Set<String> {
        var areas: Set<String> = []
        if let each { areas.insert(each.roster.area) }
        for predicate in [require] + [when].compactMap(\.self) { predicate.collect(&areas) }
        return areas
    }

    /// The probes whose facts its remedies speak of.
    public var remedyAreas: Set<String> {
        var areas: Set<String> = []
        for remedy in remedies {
            remedy.when?.collect(&areas)
            let names = RemedyText(remedy.change).words.compactMap(FactName.init)
            areas.formUnion(names.map(\.area))
        }
        return areas
    }
}

extension Predicate {
    /// Adds the areas of the facts that are named here.
    fileprivate func collect(_ areas: inout Set<String>) {
        switch self {
        case .all(let parts), .any(let parts): for part in parts { part.collect(&areas) }
        case .not(let part): part.collect(&areas)
        case .fact(let name, let comparison):
            areas.insert(name.area)
            areas.formUnion(comparison.areas)
        case .some(let range), .every(let range):
            areas.insert(range.roster.area)
            range.that.collect(&areas)
        case .unaffected(.about(let kind)): areas.insert(kind.area)
        case .unaffected(.ids(_, let kinds)): areas.formUnion(kinds.map(\.area))
        }
    }
}

extension Comparison {
    fileprivate var areas: Set<String> {
        switch self {
        case .atLeast(.fact(let name, _)), .atMost(.fact(let name, _)), .below(.fact(let name, _)),
            .atLeast(.sum(let name, _, _)), .atMost(.sum(let name, _, _)),
            .below(.sum(let name, _, _)):
            [name.area]
        default: []
        }
    }
}

extension String {
    /// The area of a kind of subject: `runtime` of `runtime.route`.
    fileprivate var area: String { String(prefix { $0 != "." }) }
}
