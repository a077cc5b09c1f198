/// The nodes of a site as they are folded into its standings, all at one moment.
public struct CountedNodes: Hashable, Sendable {
    /// Those that are alike, under every profile.
    public let groups: [NodeGroup]

    /// The required checks that are open on fresh ones, under every profile; those of most
    /// nodes first, then of most cores.
    public let blockers: [Blocker]
}
