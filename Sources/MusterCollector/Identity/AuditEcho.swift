public import MusterStore
public import ServiceLifecycle

/// Says every entry of the audit log once more, for a journal that nobody of the store can
/// change; at its start it says where the log stands, so that what was written meanwhile
/// is vouched for, too.
public actor AuditEcho: Service {
    private let store: any IdentityStore
    private let said: @Sendable (AuditEntry, _ isFirst: Bool) -> Void
    private var last: Int64?

    private static let pace: Duration = .seconds(1)
    private static let together = 500

    /// An echo of a store's log.
    ///
    /// - Parameter said: told of each entry; of the last one before it began as the first.
    public init(
        _ store: any IdentityStore,
        said: @escaping @Sendable (AuditEntry, _ isFirst: Bool) -> Void
    ) {
        (self.store, self.said) = (store, said)
    }

    /// Listens until it is cancelled or the group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.listen()
                try? await Task.sleep(for: Self.pace)
            }
        }
    }

    /// Says what is new. What the store does not give now it gives the next time.
    func listen() async {
        do throws(StoreError) {
            guard let known = last else { return try await begin() }
            var number = known
            while true {
                let entries = try await store.audit(after: number, atMost: Self.together)
                for entry in entries { said(entry, false) }
                guard let end = entries.last else { return }
                (number, last) = (end.number, end.number)
            }
        } catch { return }
    }

    private func begin() async throws(StoreError) {
        var newest: AuditEntry?
        while true {
            let entries = try await store.audit(
                after: newest?.number ?? 0, atMost: Self.together)
            guard let end = entries.last else { break }
            newest = end
        }
        last = newest?.number ?? 0
        if let newest { said(newest, true) }
    }
}
