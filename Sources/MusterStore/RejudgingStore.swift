public import MusterModel

/// The part of a store from which nodes are judged by something else, on trial: nothing of
/// it changes.
public protocol RejudgingStore: Sendable {
    /// The nodes of a site under a profile; those that are alike in all that judging their
    /// sheets needs are one. Retired nodes are not there.
    func alike(at site: Int64, under profile: String) async throws(StoreError) -> [AlikeNodes]

    /// The same node by node, with gauges, by the node's number, in pages.
    func each(at site: Int64, under profile: String, after node: Int64, atMost: Int)
        async throws(StoreError) -> [AlikeNodes]
}

/// Nodes of one site that are judged alike.
public struct AlikeNodes: Hashable, Sendable {
    /// The highest number among them.
    public let last: Int64
    /// Their sheet.
    public let sheet: Digest
    /// What is open on it, and beside it.
    public let open: [OpenFinding]
    /// `fresh`, `stale` or `silent`.
    public let freshness: String
    /// Whether other machines report under their names.
    public let isCloned: Bool
    /// How many there are, and their cores.
    public let nodes: Int64, cores: Int64
    /// Gauges of the one node; nil for several.
    public let gauges: GaugeValues?
}
