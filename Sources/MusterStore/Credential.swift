/// What somebody may show to be let in: its secret is kept as a digest alone.
public struct Credential: Hashable, Sendable {
    /// What its owner may do.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// Make nodes of one site known, each by its own key.
        case join
        /// Deliver reports of any node of one site.
        case report
        /// Read what concerns one site.
        case readSite = "read-site"
        /// Read everything.
        case readAll = "read-all"
        /// Read everything, and change what the collector knows.
        case administer
    }

    /// The store's own number, from 1 on.
    public let id: Int64
    /// What it is for.
    public let role: Role
    /// The site that it is for; nil for roles of all sites.
    public let site: String?
    /// SHA-256 of the secret, 64 hexadecimal digits.
    public let digest: String
    /// What its maker wrote beside it.
    public let label: String
    /// When it was made, milliseconds since 1970.
    public let made: Int64
    /// From when on it is worth nothing, milliseconds since 1970.
    public let expires: Int64
    /// How often it may still make a node known; nil for any number.
    public let usesLeft: Int64?
    /// Since when it is revoked; nil where it is not.
    public let revoked: Int64?

    /// A credential from its parts.
    public init(
        id: Int64 = 0, role: Role, site: String?, digest: String, label: String, made: Int64,
        expires: Int64, usesLeft: Int64? = nil, revoked: Int64? = nil
    ) {
        (self.id, self.role, self.site, self.digest) = (id, role, site, digest)
        (self.label, self.made, self.expires) = (label, made, expires)
        (self.usesLeft, self.revoked) = (usesLeft, revoked)
    }

    /// Whether it opens anything at a moment.
    public func isGood(at moment: Int64) -> Bool { revoked == nil && moment < expires }
}

/// A node that vouches for its reports with a key of its own.
public struct KnownKey: Hashable, Sendable {
    /// The public half, 64 hexadecimal digits.
    public let key: String
    /// The site of the join token.
    public let site: String
    /// The node's name there.
    public let node: String
    /// Since when it is known, milliseconds since 1970.
    public let since: Int64
    /// Since when it is revoked; nil where it is not.
    public let revoked: Int64?

    /// A key from its parts.
    public init(key: String, site: String, node: String, since: Int64, revoked: Int64? = nil) {
        (self.key, self.site, self.node) = (key, site, node)
        (self.since, self.revoked) = (since, revoked)
    }
}

/// Something that somebody changed, in a chain that shows what was changed in it.
public struct AuditEntry: Hashable, Sendable {
    /// From 1 on, without gaps.
    public let number: Int64
    /// Milliseconds since 1970.
    public let at: Int64
    /// Who did it.
    public let who: String
    /// What was done, in a word: `token-made`, `node-joined` …
    public let deed: String
    /// The rest, canonical JSON.
    public let document: String
    /// SHA-256 over the digest of the entry before and all of this one.
    public let digest: String
}
