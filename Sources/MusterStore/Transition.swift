/// Something that changed, and when: what history is made of.
public struct Transition: Hashable, Sendable {
    /// Of what it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A node's verdict.
        case verdict
        /// A node's finding.
        case finding
        /// A node's freshness.
        case freshness
        /// A site's standing.
        case standing
        /// Whether a node counts: `retired`, or nothing.
        case service
    }

    /// When, milliseconds since 1970 by the collector's clock.
    public let at: Int64
    /// Of what it is.
    public let kind: Kind
    /// The node; nil for the site.
    public let node: String?
    /// The profile; empty where it is the same under all.
    public let profile: String
    /// The check with its subject; empty where it is of the whole.
    public let name: String
    /// What it was; empty where it was nothing.
    public let before: String
    /// What it is; empty where it is over.
    public let after: String

    /// A transition from its parts.
    public init(
        at: Int64, kind: Kind, node: String?, profile: String, name: String, before: String,
        after: String
    ) {
        (self.at, self.kind, self.node, self.profile) = (at, kind, node, profile)
        (self.name, self.before, self.after) = (name, before, after)
    }
}
