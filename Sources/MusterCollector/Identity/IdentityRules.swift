/// Who is let in beside the holders of tokens.
public struct IdentityRules: Hashable, Sendable {
    /// Hosts of one site.
    public struct HostRule: Hashable, Sendable {
        /// A host's name, or `*.` and a domain: one label, as in a certificate.
        public let pattern: String
        /// The site whose nodes they are.
        public let site: String

        /// A rule from its parts.
        public init(pattern: String, site: String) {
            (self.pattern, self.site) = (pattern.lowercased(), site)
        }

        func covers(_ host: String) -> Bool {
            guard pattern.hasPrefix("*.") else { return pattern == host }
            guard let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
            return host[dot...] == pattern.dropFirst()
        }
    }

    /// A folder of authorities whose certificates clients may show, as IGTF lays it out:
    /// `*.pem` or `HASH.0`, with `*.r0` beside them.
    public var authorities: String?
    /// Which hosts are nodes of which site; the first that covers a name.
    public var hosts: [HostRule] = []
    /// Issuers whose tokens are believed.
    public var issuers: [TokenIssuer] = []
    /// Whether anybody may read, without a token.
    public var isReadingOpen = false
    /// Whether whoever is on this machine may do everything: a quickstart's.
    public var isOpenOnLoopback = false

    /// Tokens alone.
    public init() {}
}

extension [IdentityRules.HostRule] {
    /// The node that whoever has these names is; nil where no rule covers one, or rules make
    /// two different nodes of them.
    func node(named hosts: [String]) -> (site: String, node: String)? {
        var found: [(site: String, node: String)] = []
        for host in hosts.map({ $0.lowercased() }) {
            guard let rule = first(where: { $0.covers(host) }) else { continue }
            found.append((rule.site, host))
        }
        guard let first = found.first, found.allSatisfy({ $0.site == first.site }) else {
            return nil
        }
        return first
    }
}
