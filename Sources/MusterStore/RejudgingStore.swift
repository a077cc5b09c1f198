public import MusterModel

/// The part of a store from which nodes are judged by something else, on trial: nothing of
/// it changes.
public protocol RejudgingStore: Sendable {
    /// The nodes of a site as they are judged under a profile, or under each; those that are
    /// alike in all that this needs are one. Retired nodes are not there.
    func alike(at site: Int64, under profile: String?) async throws(StoreError) -> [AlikeNodes]

    /// The gauges of a site's nodes by the node's number, in pages.
    func gauges(at site: Int64, after node: Int64, atMost: Int)
        async throws(StoreError) -> [NodeGauges]
}

/// Nodes of one site that are judged alike under a profile.
public struct AlikeNodes: Hashable, Sendable {
    /// The profile.
    public let profile: String
    /// Their numbers, in no order that means something.
    public let nodes: [Int64]
    /// Their sheet.
    public let sheet: Digest
    /// What it came to with their gauges.
    public let verdict: Verdict
    /// What is open on it, and beside it.
    public let open: [OpenFinding]
    /// `fresh`, `stale` or `silent`.
    public let freshness: String
    /// Whether other machines report under their names.
    public let isCloned: Bool
    /// The cores of one of them.
    public let coresEach: Int64

    /// The cores of all.
    public var cores: Int64 { coresEach * Int64(nodes.count) }
}

/// What moves on a node.
public struct NodeGauges: Hashable, Sendable {
    /// Its number.
    public let node: Int64
    /// Its gauges.
    public let values: GaugeValues
}
