extension Profile {
    /// The profile with other thresholds; names that it does not have are left alone.
    ///
    /// - Parameter origin: who proposes them, for the words of findings.
    public func setting(_ values: [String: FactValue], by origin: String) -> Profile {
        var limits = limits
        for (name, value) in values {
            guard let limit = limits[name], limit.value != value else { continue }
            limits[name] = NamedLimit(value, limit.source, setIn: origin)
        }
        return Profile(
            id: id, title: title, dated: dated, isDefault: isDefault, limits: limits,
            checks: checks, leftOut: leftOut)
    }

    /// The profile as it were if it had never had these checks.
    public func without(_ ids: Set<String>) -> Profile {
        Profile(
            id: id, title: title, dated: dated, isDefault: isDefault, limits: limits,
            checks: checks.filter { !ids.contains($0.id) }, leftOut: leftOut)
    }

    /// Every fact that decides a check of it, or stands in a remedy.
    public func factsAsked(with advisories: [Advisory]) -> Set<FactName> {
        let published = advisories.flatMap { [$0.when, $0.doubt?.when].compactMap(\.self) }
            .reduce(into: Set()) { $0.formUnion($1.facts) }
        return checks.reduce(into: []) { facts, check in
            facts.formUnion(check.facts.union(check.remedyFacts))
            if check.asksAdvisories { facts.formUnion(published) }
        }
    }
}
