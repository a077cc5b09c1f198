internal import Foundation
internal import MusterModel
internal import MusterStore
internal import Synchronization

/// What the API and the pages read: store, registry, and the profiles in force.
final class Library: Sendable {
    /// The store as readers see it.
    typealias Store = ChangeStore & JudgingStore & ReadingStore & RejudgingStore & ReportMaker.Store
        & ReportStore
        & TicketMaker.Store

    let store: any Store
    let frames: GaugeFrames
    let registry: RegistryKeeper
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64
    /// Where proposals are tried.
    let desk: WhatIfDesk
    private let current: Mutex<(bench: Bench, rules: StandingRules)>

    init(
        _ store: any Store, _ registry: RegistryKeeper, _ bench: Bench, _ rules: StandingRules,
        frames: GaugeFrames? = nil, now: @escaping @Sendable () -> Int64
    ) {
        self.frames = frames ?? GaugeFrames(store)
        (self.store, self.registry, self.now) = (store, registry, now)
        current = Mutex((bench, rules))
        desk = WhatIfDesk(now: now)
    }

    /// By what is judged now.
    var bench: Bench { current.withLock { $0.bench } }

    /// By which nodes make a site now.
    var rules: StandingRules { current.withLock { $0.rules } }

    /// Another bench and other rules are in force.
    func take(_ bench: Bench, _ rules: StandingRules) {
        current.withLock { $0 = (bench, rules) }
    }

    /// What a node's gauges say, or why nobody knows.
    func gauges(of state: NodeState, at site: String) async throws(StoreError)
        -> Result<[Fact], Absence>
    {
        try await frames.gauges(of: [state], at: site)[0]
    }

    /// Whether there is a site of this name within a scope.
    func hasSite(_ name: String, _ scope: ReadScope) async throws(StoreError) -> Bool {
        guard scope.covers(name) else { return false }
        return try await store.sites().contains { $0.name == name }
    }

    /// The store's numbers of registered sites within a scope.
    func registered(_ scope: ReadScope) async throws(StoreError) -> Set<Int64> {
        Set(
            try await store.sites().filter { $0.trust == .registered && scope.covers($0.name) }
                .map(\.id))
    }

    /// A profile in force.
    func profile(_ id: String) -> Profile? { bench.profiles.first { $0.id == id } }

    /// A check of any profile in force.
    func check(_ id: String) -> Check? {
        bench.profiles.lazy.flatMap(\.checks).first { $0.id == id }
    }
}
