public import MusterStore

/// Somebody outside whose tokens a collector believes: a VO's or a site's issuer of WLCG
/// tokens.
public struct TokenIssuer: Hashable, Sendable {
    /// What a token has to say so that something follows from it.
    public enum Claim: Hashable, Sendable {
        /// Who it is about: `sub`.
        case subject(String)
        /// One of `wlcg.groups`.
        case group(String)
        /// One of the words of `scope`.
        case scope(String)
    }

    /// What follows for whoever claims something.
    public struct Grant: Hashable, Sendable {
        /// What has to be claimed.
        public let claim: Claim
        /// What it gives: never to make nodes known.
        public let role: Credential.Role
        /// The site that it is for; nil for none.
        public let site: String?
    }

    /// Its `iss`, letter by letter.
    public var name = ""
    /// Whom a token has to be for: one of its `aud`.
    public var audiences: Set<String> = []
    /// A file with its public keys, a JSON Web Key Set.
    public var keys = ""
    /// The hosts that it vouches for, in tokens of `sub` `host:NAME` and scope `host.auth`;
    /// the first rule that covers a name.
    public var hosts: [IdentityRules.HostRule] = []
    /// What others may do; the first that fits.
    public var grants: [Grant] = []

    /// What follows from claims that were proven; nil for nothing.
    func right(of claims: IssuedClaims) -> Principal.Right? {
        if claims.scopes.contains(Self.hostScope), claims.subject.hasPrefix(Self.hostPrefix) {
            let host = String(claims.subject.dropFirst(Self.hostPrefix.count))
            return hosts.node(named: [host]).map {
                .node(NodeName(site: $0.site, node: $0.node))
            }
        }
        let grant = grants.first { grant in
            switch grant.claim {
            case .subject(let name): name == claims.subject
            case .group(let name): claims.groups.contains(name)
            case .scope(let name): claims.scopes.contains(name)
            }
        }
        switch (grant?.role, grant?.site) {
        case (.report, .some(let site)): return .site(site)
        case (.readSite, .some(let site)): return .read(.site(site))
        case (.readAll, _): return .read(.all)
        case (.administer, _): return .administer
        default: return nil
        }
    }

    // WLCG token profile 1.3, section 2.2.4.
    private static let (hostScope, hostPrefix) = ("host.auth", "host:")
}
