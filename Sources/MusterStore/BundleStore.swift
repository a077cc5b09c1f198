public import MusterModel

/// The part of a store that keeps the check bundles that were published.
public protocol BundleStore: Sendable {
    /// Hands a bundle out from now on, where it is of a higher version than any before.
    ///
    /// - Parameter signed: the bytes that nodes get.
    func publish(_ bundle: PublishedBundle, _ signed: [UInt8]) async throws(StoreError)
        -> Publication

    /// What was published, the highest version first.
    func bundles(atMost: Int) async throws(StoreError) -> [PublishedBundle]

    /// The bytes of a version; nil where it was never published.
    func signedBundle(_ version: Int64) async throws(StoreError) -> [UInt8]?
}

/// A bundle that was published.
public struct PublishedBundle: Hashable, Sendable {
    /// Its version.
    public let version: Int64
    /// SHA-256 of the bytes that were signed.
    public let digest: Digest
    /// When, milliseconds since 1970.
    public let published: Int64

    /// A bundle from its parts.
    public init(version: Int64, digest: Digest, published: Int64) {
        (self.version, self.digest, self.published) = (version, digest, published)
    }
}

/// What became of a bundle that was to be published.
public enum Publication: Hashable, Sendable {
    /// It is handed out.
    case published
    /// It was already.
    case known
    /// One of this version or a higher one was published before.
    case notHigher(than: Int64)
}
