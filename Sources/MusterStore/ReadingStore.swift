/// The part of a store that people and programs read: everything in pages, and nothing
/// beyond a scope.
public protocol ReadingStore: Sendable {
    /// Sites under one profile, filtered and sorted.
    func overview(_ query: OverviewQuery, within scope: ReadScope) async throws(StoreError)
        -> Page<StandingRow>

    /// How many sites stand how, under each profile.
    func tallies(within scope: ReadScope) async throws(StoreError) -> [StandingTally]

    /// What people may filter by.
    func facets() async throws(StoreError) -> Facets

    /// The nodes of a site under one profile.
    func nodes(_ query: NodesQuery) async throws(StoreError) -> Page<NodeRow>

    /// Groups of nodes of a site that are alike under one profile, the largest first.
    func sheetGroups(at site: String, under profile: String, atMost: Int)
        async throws(StoreError) -> [SheetGroup]

    /// How a node stands under every profile, with its findings.
    func verdicts(of node: String, at site: String) async throws(StoreError) -> [VerdictRow]

    /// What is known of a node; nil where there is none.
    func node(_ node: String, at site: String) async throws(StoreError) -> NodeCard?

    /// Where a check is open under any profile, by site.
    func failures(of check: String, within scope: ReadScope, atMost: Int)
        async throws(StoreError) -> [CheckFailure]

    /// Required checks that are open on fresh nodes anywhere; those of most nodes first.
    func openChecks(under profile: String?, within scope: ReadScope, atMost: Int)
        async throws(StoreError) -> [OpenCheck]
}

/// A part of a list.
public struct Page<Element: Hashable & Sendable>: Hashable, Sendable {
    /// What is on it.
    public let elements: [Element]
    /// How many there are on all pages.
    public let total: Int64

    /// A page from its parts.
    public init(_ elements: [Element], of total: Int64) {
        (self.elements, self.total) = (elements, total)
    }
}

/// Which sites are asked for.
public struct OverviewQuery: Hashable, Sendable {
    /// By what sites are sorted.
    public enum Order: String, Hashable, Sendable, CaseIterable {
        case site, standing, nodes, ready, since
    }

    /// The profile; nil for all.
    public var profile: String?
    /// The standing; nil for any.
    public var standing: String?
    /// Part of the site's name, whatever its case.
    public var search = ""
    /// The country; nil for any.
    public var country: String?
    /// The region; nil for any.
    public var region: String?
    /// The tier; nil for any.
    public var tier: Int?
    /// A VO that the site serves; nil for any.
    public var vo: String?
    /// Whether unregistered sites are meant, too.
    public var isWithStrangers = true
    /// By what they are sorted.
    public var order = Order.site
    /// How many of them are left out first.
    public var offset = 0
    /// How many are wanted at most.
    public var limit = 100

    /// All sites under all profiles.
    public init() {}
}

/// Which nodes are asked for.
public struct NodesQuery: Hashable, Sendable {
    /// The site.
    public var site: String
    /// The profile.
    public var profile: String
    /// The verdict, or `fit` for ready and degraded; nil for any.
    public var verdict: String?
    /// The freshness; nil for any.
    public var freshness: String?
    /// A check that is open on them; nil for any.
    public var check: String?
    /// Their sheet; nil for any.
    public var sheet: String?
    /// Part of the node's name.
    public var search = ""
    /// How many of them are left out first.
    public var offset = 0
    /// How many are wanted at most.
    public var limit = 100

    /// All nodes of a site.
    public init(site: String, profile: String) { (self.site, self.profile) = (site, profile) }
}
