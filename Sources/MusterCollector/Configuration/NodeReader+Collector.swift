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
        if let node = members["webhooks"] { configuration.webhooks = webhooks(node) }
        for part in ["tls", "identity", "standing", "retention"] {
            guard let node = members[part] else { continue }
            let keys = CollectorKey.keys(in: part)
            let shape = Shape(what: "\"\(part)\"", required: [], optional: keys.map(\.name))
            guard let inner = self.members(of: node, shape) else { continue }
            for key in keys {
                if let node = inner[key.name] { take(node, of: key, &configuration) }
            }
        }
        if let node = members["exports"] { configuration.monit = exports(node) }
    }

    private mutating func take(
        _ node: YAMLNode, of key: CollectorKey, _ configuration: inout CollectorConfiguration
    ) {
        if key.spans != nil {
            if let span = span(node, of: key) { configuration.set(key, span) }
        } else if key.counts != nil {
            if let count = count(node, of: key) { configuration.set(key, count) }
        } else if key == .hosts {
            configuration.identity.hosts = hostRules(node)
        } else if key == .issuers {
            configuration.identity.issuers = issuers(node)
        } else if key == .reading {
            configuration.identity.isReadingOpen = isReadingOpen(node)
        } else if let path = path(node) {
            if key == .certificate { configuration.certificate = path }
            if key == .key { configuration.key = path }
            if key == .authorities { configuration.identity.authorities = path }
        }
    }

    private mutating func place(_ node: YAMLNode) -> ListenAddress? {
        guard let text = scalar(node, "an address") else { return nil }
        if let place = ListenAddress(text) { return place }
        refuse(.value, node.mark, "\(node.inWords), needed HOST:PORT")
        return nil
    }

    mutating func span(_ node: YAMLNode, of key: CollectorKey) -> Duration? {
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
        case .hours: retention.hours = span
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
