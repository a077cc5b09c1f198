public import MusterModel

/// How many sites stand how under a profile.
public struct StandingTally: Hashable, Sendable {
    /// The profile's id.
    public let profile: String
    /// `ready`, `partial`, `not-ready`, `unknown` or `in-downtime`.
    public let standing: String
    /// Sites, their fresh ready nodes, all their nodes, and both in cores.
    public let sites: Int64, ready: Int64, nodes: Int64, coresReady: Int64, cores: Int64
}

/// What people may filter by.
public struct Facets: Hashable, Sendable {
    /// Profiles that sites are judged under.
    public let profiles: [String]
    /// Countries, regions, tiers and VOs of registered sites.
    public let countries: [String], regions: [String], tiers: [Int], vos: [String]
}

/// A node under a profile.
public struct NodeRow: Hashable, Sendable {
    /// The node's name.
    public let name: String
    /// How it stands.
    public let verdict: Verdict
    /// Since when, milliseconds since 1970.
    public let since: Int64
    /// What the node came to by itself; nil where it does not say.
    public let claimed: Verdict?
    /// `fresh`, `stale` or `silent`.
    public let freshness: String
    /// When its last report arrived, milliseconds since 1970.
    public let received: Int64
    /// The digest of its sheet.
    public let sheet: String
    /// Whether another machine reports under its name.
    public let isCloned: Bool
    /// What is open: of its sheet, and beside it.
    public let open: [OpenFinding]
}

/// Nodes of a site that have one sheet.
public struct SheetGroup: Hashable, Sendable {
    /// The sheet's digest.
    public let sheet: String
    /// The verdict of the sheet alone, without gauges.
    public let verdict: Verdict
    /// How many nodes, and how many of these are fresh.
    public let nodes: Int64, fresh: Int64
    /// The name of one of them.
    public let example: String
    /// Cores of each; nil where they are not known.
    public let cores: Int64?
    /// Name and version of the system, and the kernel's release.
    public let system: String, kernel: String
    /// Routes that run there, each with its version.
    public let routes: [String]
    /// What is open on each.
    public let open: [OpenFinding]
}

/// A node under a profile, with all that is open.
public struct VerdictRow: Hashable, Sendable {
    /// The profile's id.
    public let profile: String
    /// How it stands, and since when, milliseconds since 1970.
    public let verdict: Verdict, since: Int64
    /// What the node came to by itself; nil where it does not say.
    public let claimed: Verdict?
    /// Findings with evidence and remedy: canonical JSON, an array each.
    public let ofSheet: [UInt8], ofNode: [UInt8]
}

/// What is known of a node beside its verdicts.
public struct NodeCard: Hashable, Sendable {
    /// Its newest report; nil where it never had a sheet.
    public let state: NodeState?
    /// `fresh`, `stale` or `silent`.
    public let freshness: String
    /// When it was first seen, and since when it is retired, milliseconds since 1970.
    public let firstSeen: Int64, retired: Int64?
}

/// A site where a check is open.
public struct CheckFailure: Hashable, Sendable {
    /// Site and profile.
    public let site: String, profile: String
    /// `fail`, `unknown`, `hung`, `warn` or `waived`.
    public let outcome: String
    /// On how many nodes, and the name of one.
    public let nodes: Int64, example: String
    /// Since when one of them has its verdict, milliseconds since 1970.
    public let since: Int64
}

/// A check that is open somewhere.
public struct OpenCheck: Hashable, Sendable {
    /// The profile's id and the check's.
    public let profile: String, check: String
    /// At how many sites, on how many nodes, and their cores.
    public let sites: Int64, nodes: Int64, cores: Int64
}
