/// The part of a store that knows how sites stand.
public protocol StandingStore: Sendable {
    /// Takes note of how old the last report of every node is.
    ///
    /// - Parameters:
    ///   - staleBefore: nodes whose last report is older are stale, milliseconds since 1970.
    ///   - silentBefore: older still: silent.
    /// - Returns: the sites where a node's freshness changed; each change is a transition.
    func age(staleBefore: Int64, silentBefore: Int64, at now: Int64) async throws(StoreError)
        -> Set<Int64>

    /// The nodes of a site, counted under every profile. Retired ones are not among them.
    func counted(at site: Int64) async throws(StoreError) -> CountedNodes

    /// Keeps how a site stands; a standing that is another is a transition, and `since`
    /// moves with it alone.
    func keep(_ rows: [StandingRow], at now: Int64) async throws(StoreError)

    /// How sites stand, by name and profile; of one site where it is named.
    func standings(of site: String?) async throws(StoreError) -> [StandingRow]

    /// When and to what a standing changed since a moment, oldest first.
    func changes(of site: Int64, under profile: String, since: Int64) async throws(StoreError)
        -> [(at: Int64, standing: String)]
}
