internal import MusterModel

/// The checks of several profiles that look at gauges.
struct GaugeChecks: Sendable {
    /// The checks.
    let docket: Docket
    /// The facts that decide them or stand in their words.
    let facts: Set<FactName>
    /// What kinds of subject these are about: that somebody watches a subject is told by
    /// any gauge of its kind.
    let kinds: Set<String>

    /// Those of profiles that have nothing else.
    init(_ profiles: [Profile], advisories: [Advisory]) {
        docket = Docket(profiles)
        facts = profiles.reduce(into: []) { $0.formUnion($1.factsAsked(with: advisories)) }
        kinds = Set(facts.map(\.kind))
    }
}
