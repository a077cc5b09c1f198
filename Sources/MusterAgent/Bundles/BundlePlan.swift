public import MusterModel

/// How a service follows check bundles.
public struct BundlePlan: Hashable, Sendable {
    /// The keys that may have signed them.
    public let keys: [BundleKey]

    /// A plan to believe these keys.
    public init(trusting keys: [BundleKey]) { self.keys = keys }
}
