extension Profile {
    /// The checks that rest on stable facts alone, and those that look at gauges: of the
    /// first a verdict is reached once for all nodes with one sheet.
    ///
    /// Findings of both on a sheet with its gauges are those of the whole.
    ///
    /// - Parameters:
    ///   - vocabulary: tells which facts are gauges. A fact that it does not know counts as
    ///     one.
    ///   - advisories: those that checks may ask about.
    public func split(
        by vocabulary: Vocabulary, advisories: [Advisory]
    ) -> (stable: Profile, moving: Profile) {
        func isMoving(_ facts: Set<FactName>) -> Bool {
            facts.contains { vocabulary.card(of: $0)?.keeping != .stable }
        }
        let published = advisories.map { [$0.when, $0.doubt?.when].compactMap(\.self) }
            .joined().reduce(into: Set()) { $0.formUnion($1.facts) }
        let doAdvisoriesMove = isMoving(published)
        func moves(_ check: Check) -> Bool {
            let asks = [check.require, check.when].compactMap(\.self)
                .contains(where: \.asksAdvisories)
            return isMoving(check.facts.union(check.remedyFacts)) || asks && doAdvisoriesMove
        }
        return (part { !moves($0) }, part(moves))
    }

    /// The profile with some of its checks, and nothing that it would call left out.
    private func part(_ isWanted: (Check) -> Bool) -> Profile {
        Profile(
            id: id, title: title, dated: dated, isDefault: isDefault, limits: limits,
            checks: checks.filter(isWanted), leftOut: leftOut)
    }
}
