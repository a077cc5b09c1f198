public import MusterStore

/// Who is speaking, and what it may do. The body of a request never decides it.
public struct Principal: Hashable, Sendable {
    /// What it may do.
    public enum Right: Hashable, Sendable {
        /// Report as one node.
        case node(NodeName)
        /// Report as one node what its key has signed. The key that was shown is no secret,
        /// so that nothing else follows from it.
        case signer(NodeName)
        /// Report as any node of a site.
        case site(String)
        /// Make nodes of a site known.
        case join(Credential)
        /// Read what a scope covers.
        case read(ReadScope)
        /// Read everything and change what the collector knows.
        case administer
        /// Whoever is on this machine, in a quickstart: report as anybody, read everything.
        case local
    }

    /// For logs and audits: `token 3`, `host wn1.example.org`.
    public let name: String
    /// What it may do.
    public let right: Right

    /// What it may read; nil for nothing.
    public var scope: ReadScope? {
        switch right {
        case .read(let scope): scope
        case .administer, .local: .all
        // A site may see how it stands.
        case .node(let node): .site(node.site)
        case .site(let site): .site(site)
        case .join, .signer: nil
        }
    }
}
