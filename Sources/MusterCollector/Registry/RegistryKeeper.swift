internal import Foundation
internal import MusterChecks
public import MusterModel
public import MusterStore

/// The registry that counts now: all sources laid over each other, read again when there
/// is another version of one.
public actor RegistryKeeper {
    /// What an import would do, or did.
    public struct Import: Sendable {
        /// What was read.
        public let reading: RegistryReading
        /// What changes in its source, a line each.
        public let changes: [String]
        /// Why it is not likely; nil where it is.
        public let objection: String?
        /// All sources together, with this one.
        fileprivate let whole: Registry
    }

    private let store: any RegistryStore & JudgingStore
    private var numbers: [Int64] = []
    private var whole = Registry()
    private var byName: [String: RegisteredSite] = [:]

    /// A keeper over a store.
    public init(_ store: any RegistryStore & JudgingStore) { self.store = store }

    /// What an import of a file's bytes would do.
    /// - Throws: ``RegistryReading/Failure``, ``StoreError``.
    public func look(at data: [UInt8], from name: String, _ now: Int64) async throws -> Import {
        let reading = try RegistryReading(Data(data), from: name)
        let versions = try await store.registries(at: now)
        let before = Self.layers(versions)[reading.source] ?? Registry()
        var layers = Self.layers(versions)
        layers[reading.source] = reading.registry
        return Import(
            reading: reading, changes: before.changes(to: reading.registry),
            objection: before.objection(to: reading.registry), whole: Self.laid(layers))
    }

    /// Does what was looked at.
    /// - Throws: ``StoreError``.
    public func keep(_ looked: Import, by who: String, _ now: Int64) async throws(StoreError) {
        let facets = looked.whole.sites.map { site in
            var facets = SiteFacets(name: site.name)
            facets.aliases = site.aliases ?? []
            facets.tier = site.tier
            facets.country = site.country ?? ""
            facets.region = site.region ?? ""
            facets.vos = site.vos ?? []
            return facets
        }
        try await store.keep(
            registry: looked.reading.registry.document,
            of: looked.reading.source.rawValue, by: who, sites: facets, at: now)
    }

    /// A site as all sources together describe it; nil where none does.
    public func site(_ name: String, _ now: Int64) async throws(StoreError) -> RegisteredSite? {
        try await refresh(now)
        return byName[name]
    }

    /// Every site as all sources together describe it, by name.
    func sites(_ now: Int64) async throws(StoreError) -> [String: RegisteredSite] {
        try await refresh(now)
        return byName
    }

    /// Downtimes of a site that are not over, soonest first.
    public func downtimes(of site: String, _ now: Int64) async throws(StoreError) -> [Downtime] {
        try await refresh(now)
        return whole.downtimes.filter { $0.site == site && $0.end > now / 1000 }
            .sorted { $0.start < $1.start }
    }

    /// What is true of sites beside their nodes, by the store's number.
    public func standing(at moment: Int64) async throws(StoreError) -> [Int64: SiteStanding.Site] {
        try await refresh(moment)
        let down = Set(whole.downtimes.filter { $0.covers(moment / 1000) }.map(\.site))
        var result: [Int64: SiteStanding.Site] = [:]
        for row in try await store.sites() {
            guard let known = byName[row.name] else { continue }
            var site = SiteStanding.Site()
            site.tier = known.tier
            site.expected = known.nodes?.count
            site.isInDowntime = down.contains(row.name)
            result[row.id] = site
        }
        return result
    }

    /// What the queues of a site ask of its nodes; a queue whose options do not read asks
    /// nothing, and its page tells so.
    public func demands(of site: String, _ now: Int64) async -> [Demand] {
        do throws(StoreError) { try await refresh(now) } catch { return [] }
        return (byName[site]?.queues ?? []).filter { $0.state == nil || $0.state == "ACTIVE" }
            .compactMap { queue in
                try? Demand.parse(
                    containerOptions: queue.containerOptions ?? "",
                    catchall: queue.catchall ?? "", origin: "queue \(queue.name)")
            }
    }

    private func refresh(_ now: Int64) async throws(StoreError) {
        guard try await store.registryNumbers(at: now) != numbers else { return }
        let versions = try await store.registries(at: now)
        numbers = versions.map(\.number)
        whole = Self.laid(Self.layers(versions))
        byName = Dictionary(whole.sites.map { ($0.name, $0) }) { first, _ in first }
    }

    private static func layers(_ versions: [RegistryVersion]) -> [Registry.Source: Registry] {
        Dictionary(
            versions.compactMap { version in
                Registry.Source(rawValue: version.source).flatMap { source in
                    Registry(version.document).map { (source, $0) }
                }
            }
        ) { first, _ in first }
    }

    private static func laid(_ layers: [Registry.Source: Registry]) -> Registry {
        Registry(layers: Registry.Source.allCases.compactMap { layers[$0] })
    }
}
