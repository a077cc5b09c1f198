/// By what people look for sites: what the registry says, as far as a store sorts by it.
public struct SiteFacets: Hashable, Sendable {
    /// The site's name.
    public var name: String
    /// Other names that its nodes may report under.
    public var aliases: [String] = []
    /// 0 to 3.
    public var tier: Int?
    /// The country's name.
    public var country = ""
    /// The region's name.
    public var region = ""
    /// VOs that it serves.
    public var vos: [String] = []

    /// A site of which nothing but the name is known.
    public init(name: String) { self.name = name }
}

/// One import of a registry, kept for ever.
public struct RegistryVersion: Hashable, Sendable {
    /// From 1 on, rising.
    public let number: Int64
    /// Which source.
    public let source: String
    /// From when on it counts, milliseconds since 1970.
    public let since: Int64
    /// Who imported it.
    public let who: String
    /// SHA-256 of the document.
    public let digest: String
    /// What it says.
    public let document: [UInt8]
}
