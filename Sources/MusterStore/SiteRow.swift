/// A site as the store knows it.
public struct SiteRow: Hashable, Sendable {
    /// How much is known of it.
    public enum Trust: String, Hashable, Sendable, CaseIterable {
        /// An import of the registry names it.
        case registered
        /// Somebody reported under this name; it counts nowhere.
        case unregistered
    }

    /// The store's own number, from 1 on; it leads every key.
    public let id: Int64
    /// Its CRIC or GOCDB name.
    public let name: String
    /// How much is known of it.
    public let trust: Trust

    /// A row from its parts.
    public init(id: Int64, name: String, trust: Trust) {
        (self.id, self.name, self.trust) = (id, name, trust)
    }
}
