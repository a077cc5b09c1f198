extension Check {
    /// The probes whose facts it needs: the areas of all fact names in it.
    /// Advisories are not followed; a check about them names its subject's area.
    public var areas: Set<String> {
        var areas: Set<String> = []
        if let each { areas.insert(each.roster.area) }
        for predicate in [require] + [when].compactMap(\.self) { predicate.collect(&areas) }
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
        case .unaffected(.about(let kind)):
            areas.insert(String(kind.prefix { $0 != "." }))
        case .unaffected(.ids): break
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
