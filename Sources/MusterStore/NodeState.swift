public import MusterModel

/// What is known of a node now: its newest report that had a sheet.
public struct NodeState: Hashable, Sendable {
    /// The site's number.
    public let siteID: Int64
    /// The node's number inside its site.
    public let nodeID: Int64
    /// The node's name.
    public let node: String
    /// Which report it is from.
    public let key: ReportKey
    /// When that arrived, milliseconds since 1970.
    public let received: Int64
    /// When it was made, seconds since 1970, by the node's clock.
    public let made: Int64
    /// The digest of the sheet.
    public let sheet: Digest
    /// The digest of what the node found by itself.
    public let claims: Digest
    /// What moves by itself.
    public let gauges: GaugeValues
    /// Identity, troubles and the rest; canonical JSON.
    public let about: [UInt8]
    /// Whether two machines report under its name.
    public let isCloned: Bool
}

/// How the reports of one incarnation add up: received and declared together are all
/// that was made.
public struct Tally: Hashable, Sendable {
    /// 32 hexadecimal digits.
    public let incarnation: String
    /// How many reports are kept.
    public let received: Int64
    /// The highest number among them.
    public let highest: Int64
    /// What later reports declared as gone; one that came after all counts as received.
    public let gaps: [Gap]
    /// How many came with another body under a number that was used.
    public let contradictions: Int64
}
