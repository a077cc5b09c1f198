public import MusterModel

/// One report in the spool, as the courier needs to know it.
public struct CourierEntry: Hashable, Sendable {
    /// Which report.
    public let key: ReportKey
    /// The length of its body.
    public let bytes: Int
    /// Whether it is the latest that tells the node's state.
    public let isNewestState: Bool

    /// An entry.
    public init(key: ReportKey, bytes: Int, isNewestState: Bool) {
        self.key = key
        self.bytes = max(0, bytes)
        self.isNewestState = isNewestState
    }
}
