extension Check {
    /// The probes whose facts it needs: the areas of all fact names in it.
    /// Advisories count by the area of what they are about.
    public var areas: Set<String> {
        let asked = ([require] + [when].compactMap(\.self)).flatMap(\.advisoryAreas)
        return Set(facts.map(\.area)).union(asked)
    }

    /// The probes whose facts its remedies speak of.
    public var remedyAreas: Set<String> { Set(remedyFacts.map(\.area)) }
}

extension Predicate {
    /// The areas of what its advisories are about.
    fileprivate var advisoryAreas: [String] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.advisoryAreas)
        case .not(let part): part.advisoryAreas
        case .some(let range), .every(let range): range.that.advisoryAreas
        case .fact: []
        case .unaffected(.about(let kind)): [kind.area]
        case .unaffected(.ids(_, let kinds)): kinds.map(\.area)
        }
    }
}

extension String {
    /// The area of a kind of subject: `runtime` of `runtime.route`.
    fileprivate var area: String { String(prefix { $0 != "." }) }
}
