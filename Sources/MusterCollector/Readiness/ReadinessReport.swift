internal import MusterModel

/// Which sites are ready under a profile, from measurements: the table that a task force
/// reads.
public struct ReadinessReport: CollectorDocument, Hashable, Sendable {
    /// The form of the document; the number changes with its meaning, not with more members.
    public static let format: String = "muster-readiness/1"

    /// A check that is open at a site.
    public struct Blocker: Codable, Hashable, Sendable {
        /// The check's id, and what it came to: `fail`, `unknown` or `hung`.
        public var check: String, outcome: String
        /// On how many fresh nodes, their cores, and the name of one.
        public var nodes: Int64, cores: Int64, example: String
    }

    /// A row of the table.
    public struct Site: Codable, Hashable, Sendable {
        /// Its name in the registry.
        public var name: String
        /// What the registry says of it.
        public var region: String?, country: String?, tier: Int?
        /// The VOs that it serves.
        public var vos: [String]
        /// How it stands, since when (seconds since 1970), and why, in a sentence.
        public var standing: String, since: Int64, reason: String
        /// Whether it changed too often for the last change to mean much.
        public var flapping: Bool
        /// Fresh nodes by what they are; degraded ones are ready, too.
        public var ready: Int64, degraded: Int64, unfit: Int64, undetermined: Int64
        /// Nodes whose last report is old.
        public var stale: Int64, silent: Int64
        /// Nodes that the site has declared; nil where it declared none.
        public var expected: Int64?
        /// Cores of ready nodes, and of all that ever reported.
        public var coresReady: Int64, cores: Int64
        /// What is open, on most nodes first.
        public var blockers: [Blocker]
        /// How it stands under every profile.
        public var standings: [String: String]
        /// What its fresh nodes run, the most first.
        public var routes: [Portion], kernels: [Portion]
        /// Where it is talked about, as the registry has it: an address or a number.
        public var ticket: String?
        /// Its page at the collector, behind the collector's address.
        public var page: String

        /// Nodes that are not retired.
        public var nodes: Int64 { ready + unfit + undetermined + stale + silent }
        /// Fresh nodes of which something is known.
        public var known: Int64 { ready + unfit }
    }

    /// Some nodes of a site.
    public struct Portion: Codable, Hashable, Sendable {
        /// What they run, and how many there are.
        public var name: String, nodes: Int64
    }

    /// Sites of one VO, region or tier, together.
    public struct Share: Codable, Hashable, Sendable {
        /// Which.
        public var name: String
        /// Sites, and those of them that are ready.
        public var sites: Int64 = 0, sitesReady: Int64 = 0
        /// Nodes, and fresh ready ones.
        public var nodes: Int64 = 0, nodesReady: Int64 = 0
        /// Their cores.
        public var cores: Int64 = 0, coresReady: Int64 = 0
    }

    /// A check that is open somewhere.
    public struct Obstacle: Codable, Hashable, Sendable {
        /// The check's id.
        public var check: String
        /// At how many sites, on how many fresh nodes, and their cores.
        public var sites: Int64 = 0, nodes: Int64 = 0, cores: Int64 = 0
        /// Sites that are not ready where nothing else is open, and the cores of their nodes
        /// where it is: what mending it alone would free.
        public var sitesFreed: Int64 = 0, coresFreed: Int64 = 0
        /// The page of who fails it, behind the collector's address.
        public var page: String
    }

    /// How many nodes have a kernel, a system or a runtime.
    public struct Spread: Codable, Hashable, Sendable {
        /// What they have.
        public var name: String
        /// At how many sites, how many nodes, and their cores.
        public var sites: Int64, nodes: Int64, cores: Int64
    }

    /// A site that stands otherwise than it did.
    public struct Flip: Codable, Hashable, Sendable {
        /// Which.
        public var site: String
        /// How it stood then, empty where nobody knew it, and stands now.
        public var before: String, after: String
        /// When it last changed, seconds since 1970.
        public var at: Int64
    }

    /// An exception that is in force.
    public struct Exception: Codable, Hashable, Sendable {
        /// The one site where it holds; nil for all.
        public var site: String?
        /// The check, with its subject in brackets.
        public var check: String
        /// Why, who answers for it, and its last day.
        public var reason: String, owner: String, until: String
    }

    /// The form of the document.
    public var format: String = Self.format
    /// The profile's id, title and date.
    public var profile: String, title: String, dated: String
    /// When the report was made, and from when on changes are told, seconds since 1970.
    public var made: Int64, since: Int64
    /// Registered sites, by name.
    public var sites: [Site]
    /// Sites that reported and that no registry names: they count nowhere.
    public var unregistered: [Site]
    /// Registered sites together, by VO, region and tier, and all of them.
    public var vos: [Share], regions: [Share], tiers: [Share], total: Share
    /// What is open anywhere, at most sites first.
    public var obstacles: [Obstacle]
    /// What nodes run.
    public var systems: [Spread], kernels: [Spread], routes: [Spread]
    /// Sites that stand otherwise than at ``since``, the last change first.
    public var flips: [Flip]
    /// Exceptions in force.
    public var waivers: [Exception]
    /// How registered sites stood until then.
    public var trend: Trend

    /// Registered sites of which no node ever reported.
    public var neverSeen: [String] { sites.filter { $0.nodes == 0 }.map(\.name) }
    /// Registered sites all of whose nodes have stopped.
    public var silent: [String] {
        sites.filter { $0.nodes > 0 && $0.silent == $0.nodes }.map(\.name)
    }
}

extension ReadinessReport.Share {
    /// The share with one more site.
    mutating func add(_ site: ReadinessReport.Site) {
        sites += 1
        sitesReady += site.standing == Standing.ready.rawValue ? 1 : 0
        nodes += site.nodes
        nodesReady += site.ready
        cores += site.cores
        coresReady += site.coresReady
    }
}
