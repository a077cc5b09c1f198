/// A required check that is open on nodes of a site.
public struct Blocker: Hashable, Sendable {
    /// The profile's id.
    public let profile: String
    /// The check's id.
    public let check: String
    /// `fail`, `unknown` or `hung`.
    public let outcome: String
    /// On how many fresh nodes.
    public let nodes: Int64
    /// Their cores together; of those that tell them.
    public let cores: Int64
    /// The name of one of them.
    public let example: String

    /// A blocker from its parts.
    public init(
        profile: String, check: String, outcome: String, nodes: Int64, cores: Int64,
        example: String
    ) {
        (self.profile, self.check, self.outcome) = (profile, check, outcome)
        (self.nodes, self.cores, self.example) = (nodes, cores, example)
    }
}
