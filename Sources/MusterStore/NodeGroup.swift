public import MusterModel

/// Nodes of one site that are alike under one profile, for folding them.
public struct NodeGroup: Hashable, Sendable {
    /// The profile's id.
    public let profile: String
    /// The verdict of each.
    public let verdict: Verdict
    /// `fresh`, `stale` or `silent`.
    public let freshness: String
    /// Whether another machine reports under the names of these.
    public let isCloned: Bool
    /// How many there are.
    public let nodes: Int64
    /// Their cores together; of those that tell them.
    public let cores: Int64

    /// A group from its parts.
    public init(
        profile: String, verdict: Verdict, freshness: String, isCloned: Bool, nodes: Int64,
        cores: Int64
    ) {
        (self.profile, self.verdict, self.freshness) = (profile, verdict, freshness)
        (self.isCloned, self.nodes, self.cores) = (isCloned, nodes, cores)
    }
}
