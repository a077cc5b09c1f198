public import MusterModel

/// Sections that a collector is believed to have: as many as are remembered. A belief
/// that is wrong costs one more request, in which the collector wants them.
public struct KnownSections: Hashable, Sendable {
    /// More are forgotten, the oldest first: eight audits under which everything changed.
    public static let atMost = 512

    private var digests: Set<Digest> = []
    private var inOrder: [Digest] = []

    /// Nothing is known.
    public init() {}

    /// Whether one is.
    public func contains(_ digest: Digest) -> Bool { digests.contains(digest) }

    /// How many are.
    public var count: Int { digests.count }

    /// Takes note of some.
    public mutating func add(_ more: some Sequence<Digest>) {
        for digest in more.sorted() where digests.insert(digest).inserted {
            inOrder.append(digest)
        }
        while inOrder.count > Self.atMost { digests.remove(inOrder.removeFirst()) }
    }

    /// Forgets some.
    public mutating func remove(_ some: [Digest]) {
        digests.subtract(some)
        inOrder.removeAll { !digests.contains($0) }
    }
}
