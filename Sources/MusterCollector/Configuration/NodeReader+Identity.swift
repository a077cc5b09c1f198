internal import MusterChecks
internal import MusterModel
internal import MusterStore

extension NodeReader {
    /// Who may read, as a word.
    mutating func isReadingOpen(_ node: YAMLNode) -> Bool {
        guard let text = scalar(node, "\"reading\"") else { return false }
        if !["known", "everybody"].contains(text) {
            refuse(.value, node.mark, "\(node.inWords), reading is for known or everybody")
        }
        return text == "everybody"
    }

    /// Rules that make nodes of hosts.
    mutating func hostRules(_ node: YAMLNode) -> [IdentityRules.HostRule] {
        elements(of: node, "\"hosts\"").flatMap { all($0) { $0.hostRule($1) } } ?? []
    }

    /// Issuers of tokens that are believed.
    mutating func issuers(_ node: YAMLNode) -> [TokenIssuer] {
        let issuers = elements(of: node, "\"issuers\"").flatMap { all($0) { $0.issuer($1) } } ?? []
        var seen: Set<String> = []
        for issuer in issuers where !seen.insert(issuer.name).inserted {
            refuse(.value, node.mark, "issuer \(issuer.name) stands here twice")
        }
        return issuers
    }

    private mutating func hostRule(_ node: YAMLNode) -> IdentityRules.HostRule? {
        let shape = Shape(what: "a rule of hosts", required: ["hosts", "site"])
        guard let members = members(of: node, shape), let hosts = members["hosts"],
            let pattern = scalar(hosts, "hosts"), let name = site(members["site"])
        else { return nil }
        let plain = pattern.hasPrefix("*.") ? pattern.dropFirst(2) : Substring(pattern)
        let labels = plain.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            !label.isEmpty
                && label.utf8.allSatisfy { byte in
                    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "-")
                        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                }
        }
        guard isName, labels.count > 1 || plain.count == pattern.count else {
            refuse(.value, hosts.mark, "\(hosts.inWords), needed a host's name or *.DOMAIN")
            return nil
        }
        return IdentityRules.HostRule(pattern: pattern, site: name)
    }

    private mutating func site(_ node: YAMLNode?) -> String? {
        guard let node, let name = scalar(node, "a site") else { return nil }
        if let objection = Belonging.objection(to: name) {
            refuse(.value, node.mark, "\(node.inWords) is no site's name: \(objection)")
            return nil
        }
        return name
    }

    private mutating func issuer(_ node: YAMLNode) -> TokenIssuer? {
        let shape = Shape(
            what: "an issuer", required: ["issuer", "audiences", "keys"],
            optional: ["hosts", "rights"])
        guard let members = members(of: node, shape), let name = members["issuer"],
            let audiences = members["audiences"], let keys = members["keys"]
        else { return nil }
        var issuer = TokenIssuer()
        guard let text = scalar(name, "an issuer"), let path = path(keys),
            let list = elements(of: audiences, "\"audiences\""),
            let texts = all(list, { $0.scalar($1, "an audience") })
        else { return nil }
        guard text.hasPrefix("https://") else {
            refuse(.value, name.mark, "\(name.inWords), an issuer is an https:// address")
            return nil
        }
        (issuer.name, issuer.audiences, issuer.keys) = (text, Set(texts), path)
        if let hosts = members["hosts"] { issuer.hosts = hostRules(hosts) }
        if let rights = members["rights"] {
            issuer.grants =
                elements(of: rights, "\"rights\"").flatMap { all($0) { $0.grant($1) } } ?? []
        }
        if issuer.hosts.isEmpty, issuer.grants.isEmpty {
            refuse(.value, node.mark, "issuer \(text) has neither hosts nor rights")
        }
        return issuer
    }

    private mutating func grant(_ node: YAMLNode) -> TokenIssuer.Grant? {
        let shape = Shape(
            what: "a right", required: ["role"], optional: ["subject", "group", "scope", "site"])
        guard let members = members(of: node, shape), let word = members["role"],
            let text = scalar(word, "a role")
        else { return nil }
        guard let role = Credential.Role(rawValue: text), role != .join else {
            refuse(
                .value, word.mark,
                "\(word.inWords), a right is report, read-site, read-all or administer")
            return nil
        }
        let needsSite = role == .report || role == .readSite
        let site = site(members["site"])
        guard needsSite == (members["site"] != nil) else {
            refuse(
                .value, word.mark,
                needsSite ? "\(text) is for one site" : "\(text) is for no single site")
            return nil
        }
        guard !needsSite || site != nil, let claim = claim(members, node) else { return nil }
        return TokenIssuer.Grant(claim: claim, role: role, site: site)
    }

    private mutating func claim(
        _ members: [String: YAMLNode], _ node: YAMLNode
    ) -> TokenIssuer.Claim? {
        let kinds: [(String, (String) -> TokenIssuer.Claim)] = [
            ("subject", { .subject($0) }), ("group", { .group($0) }), ("scope", { .scope($0) }),
        ]
        let given = kinds.filter { members[$0.0] != nil }
        guard given.count == 1, let value = members[given[0].0] else {
            refuse(.value, node.mark, "a right has one of subject, group and scope")
            return nil
        }
        return scalar(value, given[0].0).map(given[0].1)
    }
}
