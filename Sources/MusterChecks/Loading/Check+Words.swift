internal import MusterModel

extension Check {
    /// The named limits that it compares with or speaks of.
    var namedLimits: Set<String> {
        let predicates = [require] + [when].compactMap(\.self) + remedies.compactMap(\.when)
        let spoken = remedies.flatMap { RemedyText($0.change).words }
            .filter { $0.hasPrefix("limit:") }.map { String($0.dropFirst("limit:".count)) }
        return predicates.reduce(into: Set(spoken)) { $1.collectLimits(into: &$0) }
    }

    /// What advisories it asks for.
    var advisories: [AdvisorySelection] {
        var selections: [AdvisorySelection] = []
        for predicate in [require] + [when].compactMap(\.self) {
            predicate.visit { if case .unaffected(let by) = $0 { selections.append(by) } }
        }
        return selections
    }
}

extension Predicate {
    /// Calls `body` for this requirement and all parts of it.
    func visit(_ body: (Predicate) -> Void) {
        body(self)
        switch self {
        case .all(let parts), .any(let parts): for part in parts { part.visit(body) }
        case .not(let part): part.visit(body)
        case .some(let range), .every(let range): range.that.visit(body)
        case .fact, .unaffected: break
        }
    }

    /// Adds the named limits that it compares with.
    fileprivate func collectLimits(into names: inout Set<String>) {
        visit { part in
            guard case .fact(_, let comparison) = part else { return }
            switch comparison {
            case .atLeast(.named(let name)), .atMost(.named(let name)),
                .below(.named(let name)):
                names.insert(name)
            default: break
            }
        }
    }
}
