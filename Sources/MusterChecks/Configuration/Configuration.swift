public import MusterModel

/// How the service of a node is set up; every part has a default, so that none has to
/// be written.
public struct Configuration: Hashable, Sendable {
    /// Where reports go, and how.
    public struct Collector: Hashable, Sendable {
        /// The collectors' addresses, tried in this order; none keeps reports here.
        public var addresses: [String] = []
        /// A file or folder of certificates to trust in place of the system's.
        public var authorities: String?
        /// Files with the certificate and key that the node shows (PEM).
        public var certificate: String?
        /// The key's file.
        public var key: String?
        /// A file with the site's token.
        public var token: String?
        /// The proxy to go through; nil for none, whatever the environment says.
        public var proxy: String?
        /// How long one delivery may take.
        public var deadline: Duration = .seconds(30)
    }

    /// How often the node is looked at.
    public struct Looks: Hashable, Sendable {
        /// Between two looks by every probe.
        public var full: Duration = .seconds(3600)
        /// Between two looks at what costs next to nothing.
        public var brief: Duration = .seconds(300)
        /// Between two starts of containers; nil for never.
        public var smoke: Duration? = .seconds(86_400)
    }

    /// How much of the disk reports may take that nobody has taken yet.
    public struct Spool: Hashable, Sendable {
        /// All of them together.
        public var bytes = Bytes.mebibytes(32)
        /// How many.
        public var files: Int64 = 4096
        /// What stays free on the file system.
        public var floor = Bytes.mebibytes(64)
    }

    /// Whose check bundles are followed.
    public struct Bundles: Hashable, Sendable {
        /// Whether any are asked for and judged by.
        public var areFollowed = false
        /// The keys that may have signed them.
        public var keys: [BundleKey] = []
    }

    /// The grid site by its name in CRIC or GOCDB; nil where nobody said.
    public var site: String?
    /// The profiles to judge by; empty for the usual ones.
    public var profiles: [String] = []
    /// What the site's queues bind, each as ``Demand`` reads it.
    public var binds: [String] = []
    /// The images that the site's queues start.
    public var images: [String] = []
    /// The images to start containers from.
    public var smokeImages: [String] = []
    /// Whether the node's name leaves it; else a digest that is its own stands for it.
    public var tellsHostName = true
    /// Where reports go.
    public var collector = Collector()
    /// Whose check bundles are followed; nobody's.
    public var bundles = Bundles()
    /// How often the node is looked at.
    public var looks = Looks()
    /// How much of the disk waits for a collector.
    public var spool = Spool()

    /// The configuration of a node that nobody configured: no site, no collector, the
    /// journal alone.
    public init() {}
}
