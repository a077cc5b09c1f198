internal import Foundation
internal import MusterModel
internal import MusterStore
internal import Synchronization

/// What the API and the pages read: store, registry, and the profiles in force.
final class Library: Sendable {
    /// The store as readers see it.
    typealias Store = JudgingStore & ReadingStore & RejudgingStore & ReportMaker.Store
        & ReportStore & StandingStore

    let store: any Store
    let registry: RegistryKeeper
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64
    private let current: Mutex<Bench>

    init(
        _ store: any Store, _ registry: RegistryKeeper, _ bench: Bench,
        now: @escaping @Sendable () -> Int64
    ) {
        (self.store, self.registry, self.now) = (store, registry, now)
        current = Mutex(bench)
    }

    /// By what is judged now.
    var bench: Bench { current.withLock { $0 } }

    /// Another bench is in force.
    func take(_ bench: Bench) { current.withLock { $0 = bench } }

    /// Whether there is a site of this name within a scope.
    func hasSite(_ name: String, _ scope: ReadScope) async throws(StoreError) -> Bool {
        guard scope.covers(name) else { return false }
        return try await store.sites().contains { $0.name == name }
    }

    /// A profile in force.
    func profile(_ id: String) -> Profile? { bench.profiles.first { $0.id == id } }

    /// A check of any profile in force.
    func check(_ id: String) -> Check? {
        bench.profiles.lazy.flatMap(\.checks).first { $0.id == id }
    }
}
