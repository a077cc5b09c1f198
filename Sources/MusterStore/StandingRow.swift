/// A site under a profile, as it was last computed.
public struct StandingRow: Hashable, Sendable {
    /// The site's number.
    public let site: Int64
    /// The site's name.
    public let name: String
    /// How much is known of the site.
    public let trust: SiteRow.Trust
    /// The profile's id.
    public let profile: String
    /// `ready`, `partial`, `not-ready`, `unknown` or `in-downtime`.
    public let standing: String
    /// Since when, milliseconds since 1970.
    public let since: Int64
    /// Nodes and cores by what they are; what a table shows without reading more.
    public let counts: Counts
    /// Everything that the fold came to: canonical JSON.
    public let document: [UInt8]

    /// What is open there, to be kept with it; empty in what a store gives back, whose
    /// ``document`` tells it.
    public let blockers: [Blocker]

    /// Nodes and cores of a site under a profile.
    public struct Counts: Hashable, Sendable {
        /// Fresh nodes that are ready or degraded.
        public var ready: Int64 = 0
        /// Of these, degraded.
        public var degraded: Int64 = 0
        /// Fresh nodes that are unfit.
        public var unfit: Int64 = 0
        /// Fresh nodes of which it cannot be told.
        public var undetermined: Int64 = 0
        /// Nodes that have not reported for a while.
        public var stale: Int64 = 0
        /// Nodes that have not reported for long.
        public var silent: Int64 = 0
        /// Nodes that the site has declared; nil where it declared none.
        public var expected: Int64?
        /// Cores of ready nodes.
        public var coresReady: Int64 = 0
        /// Cores of all nodes that ever reported.
        public var cores: Int64 = 0

        /// Nothing counted.
        public init() {}

        /// Nodes that are not retired.
        public var nodes: Int64 { ready + unfit + undetermined + stale + silent }
    }

    /// A row from its parts.
    public init(
        site: Int64, name: String, trust: SiteRow.Trust, profile: String, standing: String,
        since: Int64, counts: Counts, document: [UInt8], blockers: [Blocker] = []
    ) {
        (self.site, self.name, self.trust, self.profile) = (site, name, trust, profile)
        (self.standing, self.since, self.counts) = (standing, since, counts)
        (self.document, self.blockers) = (document, blockers)
    }
}
