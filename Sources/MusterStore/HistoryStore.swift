/// The part of a store that knows how sites stood: nothing of it changes once its hour
/// (UTC, hours since 1970) is over.
public protocol HistoryStore: Sendable {
    /// Sites as they stood at the end of an hour, by name and profile.
    func standings(at hour: Int64) async throws(StoreError) -> [StandingRow]

    /// What fresh nodes of sites ran at the end of an hour, by site.
    func spread(at hour: Int64) async throws(StoreError) -> [SpreadRow]

    /// What changed of sites under a profile between two hours, both included; before it,
    /// how each of them stood at its beginning. Oldest first.
    func course(under profile: String, from: Int64, through: Int64) async throws(StoreError)
        -> [CourseRow]

    /// Keeps only the last hour of each day before one, and of what is older than another
    /// nothing but how sites stood at it.
    ///
    /// - Returns: how many rows are gone.
    func thin(before hour: Int64, forgetting oldest: Int64) async throws(StoreError) -> Int
}

/// What fresh nodes of a site run, as far as they are alike.
public struct SpreadRow: Hashable, Sendable {
    /// The site's name.
    public let site: String
    /// Name and version of the system, and the kernel's release.
    public let system: String, kernel: String
    /// Routes that run there, each with its version.
    public let routes: [String]
    /// How many nodes, and their cores.
    public let nodes: Int64, cores: Int64
}

/// How a site stood from an hour on.
public struct CourseRow: Hashable, Sendable {
    /// The site's number.
    public let site: Int64
    /// Hours since 1970.
    public let hour: Int64
    /// How it stood; empty where it stood no more.
    public let standing: String
    /// Nodes and cores, the ready ones and all.
    public let ready: Int64, nodes: Int64, coresReady: Int64, cores: Int64
}
