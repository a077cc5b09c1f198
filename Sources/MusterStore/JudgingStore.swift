/// The part of a store that keeps what was judged, and what changed by it.
public protocol JudgingStore: Sendable {
    /// Every site that was ever named, by name.
    func sites() async throws(StoreError) -> [SiteRow]

    /// Current states of a site's nodes in the order of their numbers, for going through
    /// all of them in pages. Retired nodes are not among them.
    func states(at site: Int64, after node: Int64, atMost: Int) async throws(StoreError)
        -> [NodeState]

    /// Current states of some nodes, by site and name; those without one are left out.
    func states(of nodes: [NodeName]) async throws(StoreError) -> [NodeState]

    /// Those of these sheets that are judged already.
    func judged(_ keys: Set<JudgedSheet.Key>) async throws(StoreError)
        -> [JudgedSheet.Key: JudgedSheet]

    /// Keeps judged sheets with their traits; what is there already stays.
    func keep(_ sheets: [JudgedSheet], traits: [SheetTraits]) async throws(StoreError)

    /// Keeps verdicts whose sheets are kept, and a transition for each that changed, for
    /// each finding that came, went or changed.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: the sites where something changed.
    func record(_ verdicts: [NodeVerdict], at now: Int64) async throws(StoreError) -> Set<Int64>

    /// Takes away the verdicts of profiles that there are no more; how sites stood under
    /// them until now stays known.
    func keepOnly(profiles: Set<String>, at now: Int64) async throws(StoreError)

    /// What changed at a site or on a node of it, newest first.
    ///
    /// - Parameters:
    ///   - node: nil for the site and all its nodes.
    ///   - before: only what is older, milliseconds since 1970.
    func transitions(
        at site: String, node: String?, before: Int64, atMost: Int
    ) async throws(StoreError) -> [Transition]
}

/// A node by names, as credentials have them.
public struct NodeName: Hashable, Sendable {
    /// The site's name.
    public let site: String
    /// The node's name inside its site.
    public let node: String

    /// A name from its parts.
    public init(site: String, node: String) { (self.site, self.node) = (site, node) }
}
