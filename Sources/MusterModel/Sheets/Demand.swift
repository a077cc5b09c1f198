/// What a site's own queue asks of its nodes, beyond any profile.
public struct Demand: Hashable, Sendable {
    /// One directory that a queue binds into its containers.
    public struct Bind: Hashable, Sendable {
        /// The path on the node.
        public let source: String
        /// The path in the container; the source where none is written.
        public let destination: String
        /// `ro`, `rw` and whatever else stands behind the second colon.
        public let options: String

        /// A bind; `destination` nil means the same path.
        public init(_ source: String, to destination: String? = nil, options: String = "") {
            self.source = source
            self.destination = destination ?? source
            self.options = options
        }
    }

    /// Where the demand was written: a flag, a file, a queue.
    public let origin: String

    /// The directories to bind.
    public let binds: [Bind]

    /// Words of the option string that are no binds, such as `--contain`.
    public let options: [String]

    /// Parts of the source that could not be taken literally, in words.
    public let remarks: [String]

    /// The images to start, as written: paths, patterns, remote references.
    public let images: [String]

    /// A demand from its parts.
    public init(
        origin: String, binds: [Bind], options: [String] = [], remarks: [String] = [],
        images: [String] = []
    ) {
        self.origin = origin
        self.binds = binds
        self.options = options
        self.remarks = remarks
        self.images = images
    }

    /// What it names of a kind of subject: images for `images.image`, bind sources
    /// for every other kind.
    func subjects(of kind: String) -> [String] {
        kind == "images.image" ? images : binds.map(\.source)
    }
}
