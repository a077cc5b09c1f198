/// A published weakness, with the conditions under which a node has it.
public struct Advisory: Hashable, Sendable {
    /// The first version of a product that does not have it any more.
    public struct Fix: Hashable, Sendable {
        /// The product as its route names it (`apptainer`), or a distribution with its
        /// release (`rocky 9`).
        public let product: String
        /// Upstream's version; of a distribution, its kernel package.
        public let version: Version

        /// A product with its version.
        public init(_ product: String, _ version: Version) {
            self.product = product
            self.version = version
        }
    }

    /// Where the version alone does not tell: a distribution whose fixed version
    /// nobody wrote down here, which may have taken the fix back into an older one.
    public struct Doubt: Hashable, Sendable {
        /// Where that is so.
        public let when: Predicate
        /// What a person should know then.
        public let because: String

        /// A situation and its words.
        public init(when: Predicate, because: String) {
            self.when = when
            self.because = because
        }
    }

    /// The public id, `CVE-…` or `GHSA-…`.
    public let id: String
    /// What it is, in a few words.
    public let title: String
    /// The kind of subject it is about (`runtime.route`) or an area (`kernel`).
    public let about: String
    /// When a subject is affected: version, mode, feature.
    public let when: Predicate
    /// Where an affected version is only suspected; nil where it is always known.
    public let doubt: Doubt?
    /// The fixed versions, for people; ``when`` decides.
    public let fixed: [Fix]
    /// What ends it.
    public let remedy: String
    /// Where it is published, as a URL.
    public let link: String?
    /// Where its versions are written.
    public let source: Source

    /// An advisory from its parts.
    public init(
        id: String, title: String, about: String, when: Predicate, doubt: Doubt? = nil,
        fixed: [Fix] = [], remedy: String, link: String? = nil, source: Source
    ) {
        self.id = id
        self.title = title
        self.about = about
        self.when = when
        self.doubt = doubt
        self.fixed = fixed
        self.remedy = remedy
        self.link = link
        self.source = source
    }
}
