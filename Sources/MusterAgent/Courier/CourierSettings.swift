internal import MusterModel

/// Where a courier delivers, and how patient it is. Spans are milliseconds.
public struct CourierSettings: Hashable, Sendable {
    /// The collectors' addresses; the first that answers is used. None: nothing is sent.
    public var urls: [String]
    /// The longest wait behind a first failure; it doubles with each further one.
    public var base: Int64
    /// The longest wait behind any failure.
    public var ceiling: Int64
    /// The shortest: a wait that chance made none would only cost processor time.
    public var floor: Int64
    /// A server's Retry-After counts up to here.
    public var retryAfterAtMost: Int64
    /// The bodies of one batch, bytes; a single larger one still goes, alone. Base 64
    /// makes 4 of 3, and sections come beside: 1 MiB stays far below a delivery's bound.
    public var bytesAtMost: Int
    /// The reports of one batch.
    public var reportsAtMost: Int

    /// Settings with what suits a node that reports every few minutes.
    public init(
        urls: [String], base: Int64 = 10_000, ceiling: Int64 = 900_000, floor: Int64 = 1_000,
        retryAfterAtMost: Int64 = 3_600_000, bytesAtMost: Int = 1 << 20, reportsAtMost: Int = 32
    ) {
        self.urls = urls
        self.base = max(1, base)
        self.ceiling = max(self.base, ceiling)
        self.floor = min(max(0, floor), self.ceiling)
        self.retryAfterAtMost = max(0, retryAfterAtMost)
        self.bytesAtMost = max(1, bytesAtMost)
        self.reportsAtMost = min(Delivery.envelopesAtMost, max(1, reportsAtMost))
    }
}
