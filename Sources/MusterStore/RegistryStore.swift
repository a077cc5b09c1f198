/// The part of a store that knows which sites there are, from when on.
public protocol RegistryStore: Sendable {
    /// Keeps an import of one source, and names the sites that all sources together make.
    /// A site that no source names any more is unregistered; its nodes stay.
    func keep(
        registry document: [UInt8], of source: String, by who: String, sites: [SiteFacets],
        at now: Int64
    ) async throws(StoreError)

    /// The numbers of ``registries(at:)``, without all that they hold.
    func registryNumbers(at moment: Int64) async throws(StoreError) -> [Int64]

    /// The newest import of each source that was there at a moment.
    func registries(at moment: Int64) async throws(StoreError) -> [RegistryVersion]

    /// A node counts no more until it reports again.
    /// - Returns: false where there is none that counted.
    func retire(node: String, at site: String, now: Int64) async throws(StoreError) -> Bool
}
