internal import MusterChecks
internal import MusterModel

extension NodeReader {
    /// Takes what a file says into a configuration.
    mutating func collector(
        _ root: YAMLNode, _ configuration: inout CollectorConfiguration
    ) {
        let shape = Shape(
            what: "the configuration", required: ["format"], optional: CollectorKey.parts)
        guard let members = members(of: root, shape) else { return }
        if let format = members["format"], let text = scalar(format, "the format"),
            text != CollectorConfiguration.format
        {
            refuse(
                .value, format.mark,
                "\(format.inWords), the format is \(CollectorConfiguration.format)")
        }
        if let node = members["listen"], let place = place(node) { configuration.listen = place }
        for part in ["tls", "identity", "standing", "retention"] {
            guard let node = members[part] else { continue }
            let keys = CollectorKey.keys(in: part)
            let shape = Shape(what: "\"\(part)\"", required: [], optional: keys.map(\.name))
            guard let inner = self.members(of: node, shape) else { continue }
            for key in keys {
                if let node = inner[key.name] { take(node, of: key, &configuration) }
            }
        }
    }

    private mutating func take(
        _ node: YAMLNode, of key: CollectorKey, _ configuration: inout CollectorConfiguration
    ) {
        if key.spans != nil {
            if let span = span(node, of: key) { configuration.set(key, span) }
        } else if key.counts != nil {
            if let count = count(node, of: key) { configuration.set(key, count) }
        } else if key == .hosts {
            let rules = elements(of: node, "\"hosts\"").flatMap { all($0) { $0.hostRule($1) } }
            configuration.identity.hosts = rules ?? []
        } else if key == .reading {
            configuration.identity.isReadingOpen = isReadingOpen(node)
        } else if let path = path(node) {
            if key == .certificate { configuration.certificate = path }
            if key == .key { configuration.key = path }
            if key == .authorities { configuration.identity.authorities = path }
        }
    }

    private mutating func isReadingOpen(_ node: YAMLNode) -> Bool {
        guard let text = scalar(node, "\"reading\"") else { return false }
        if !["known", "everybody"].contains(text) {
            refuse(.value, node.mark, "\(node.inWords), reading is for known or everybody")
        }
        return text == "everybody"
    }

    private mutating func hostRule(_ node: YAMLNode) -> IdentityRules.HostRule? {
        let shape = Shape(what: "a rule of hosts", required: ["hosts", "site"])
        guard let members = members(of: node, shape), let hosts = members["hosts"],
            let site = members["site"], let pattern = scalar(hosts, "hosts"),
            let name = scalar(site, "a site")
        else { return nil }
        if let objection = Belonging.objection(to: name) {
            refuse(.value, site.mark, "\(site.inWords) is no site's name: \(objection)")
            return nil
        }
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

    private mutating func place(_ node: YAMLNode) -> ListenAddress? {
        guard let text = scalar(node, "an address") else { return nil }
        if let place = ListenAddress(text) { return place }
        refuse(.value, node.mark, "\(node.inWords), needed HOST:PORT")
        return nil
    }

    private mutating func span(_ node: YAMLNode, of key: CollectorKey) -> Duration? {
        guard case .duration(let span)? = value(node, of: .duration), let range = key.spans
        else { return nil }
        if range.contains(span) { return span }
        refuse(.value, node.mark, "\(node.inWords), needed a \(key.range)")
        return nil
    }

    private mutating func count(_ node: YAMLNode, of key: CollectorKey) -> Int64? {
        guard let text = scalar(node, "a number"), let range = key.counts else { return nil }
        if let count = Int64(text), range.contains(count) { return count }
        refuse(.value, node.mark, "\(node.inWords), needed a \(key.range)")
        return nil
    }
}

extension CollectorConfiguration {
    fileprivate mutating func set(_ key: CollectorKey, _ span: Duration) {
        switch key {
        case .freshFor: rules.freshFor = span
        case .silentAfter: rules.silentAfter = span
        case .flappingWithin: rules.flappingWithin = span
        case .reports: retention.reports = span
        case .history: retention.history = span
        case .contents: retention.contents = span
        default: break
        }
    }

    /// Per cent in the file are thousandths in the rules.
    fileprivate mutating func set(_ key: CollectorKey, _ count: Int64) {
        switch key {
        case .readyFrom: rules.readyFrom = count * 10
        case .notReadyBelow: rules.notReadyBelow = count * 10
        case .notReadyBelowAtCentres: rules.notReadyBelowAtCentres = count * 10
        case .flappingFrom: rules.flappingFrom = Int(count)
        default: break
        }
    }
}
