internal import MusterChecks
internal import MusterModel
public import MusterStore

/// Finds out what settings of queues should be, from the registry and from what nodes last
/// reported.
public struct QueueSettingsMaker: Sendable {
    /// What is needed of a store.
    public typealias Store = BindPointsMaker.Store

    private let store: any Store
    private let bench: Bench

    /// A maker over a store.
    ///
    /// - Parameter bench: by what the store's nodes were judged.
    public init(_ store: any Store, bench: Bench) { (self.store, self.bench) = (store, bench) }

    /// The settings at a moment, milliseconds since 1970.
    ///
    /// - Parameters:
    ///   - site: nil for all; nothing is said of one that no registry names.
    ///   - scope: what of it somebody may read.
    /// - Throws: ``StoreError``.
    public func settings(
        of site: String?, at moment: Int64, within scope: ReadScope = .all
    ) async throws(StoreError) -> QueueSettings {
        let keeper = RegistryKeeper(store)
        var queues: [QueueSettings.Queue] = []
        for row in try await store.sites() where scope.covers(row.name) {
            guard site == nil || site == row.name,
                let known = try await keeper.site(row.name, moment),
                let listed = known.queues, !listed.isEmpty
            else { continue }
            let ground = try await ground(of: row, listed)
            queues += listed.map { QueueSettings.Queue($0, at: row.name, on: ground) }
        }
        return QueueSettings(
            made: moment / 1000,
            queues: queues.sorted { ($0.site, $0.name) < ($1.site, $1.name) })
    }

    private func ground(
        of site: SiteRow, _ queues: [RegisteredSite.Queue]
    ) async throws(StoreError) -> QueueGround {
        // Every node is judged under every profile: any of them tells all nodes.
        let profile = bench.profiles.first?.id ?? ""
        let kinds = try await SiteKinds(
            of: site, in: store, areas: QueueGround.areas, under: profile)
        let usual = bench.profiles.reduce(into: Set<String>()) {
            $0.formUnion($1.watchList.names(of: "binds.bind"))
        }
        let asked = queues.compactMap { try? $0.effective()?.entries }.joined()
        return QueueGround(kinds, asked: Set(asked.compactMap(\.source)), usual: usual)
    }
}
