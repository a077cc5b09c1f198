internal import MusterModel

extension NodeReader {
    /// Lays what a file says over a configuration.
    mutating func configuration(_ root: YAMLNode, _ configuration: inout Configuration) {
        let shape = Shape(
            what: "the configuration", required: ["format"], optional: ConfigurationKey.parts)
        guard let members = members(of: root, shape) else { return }
        if let format = members["format"], let text = scalar(format, "the format"),
            text != Configuration.format
        {
            refuse(.value, format.mark, "\(format.inWords), the format is \(Configuration.format)")
        }
        if let node = members["site"] { take(site(node), &configuration.site) }
        if let node = members["profiles"] { take(texts(node, "profiles"), &configuration.profiles) }
        if let node = members["binds"] { take(words(node, "binds"), &configuration.binds) }
        if let node = members["images"] { take(words(node, "images"), &configuration.images) }
        if let node = members["smoke"] { smoke(node, &configuration.smokeImages) }
        if let node = members["privacy"] { privacy(node, &configuration.tellsHostName) }
        if let node = members["collector"] { collector(node, &configuration.collector) }
        if let node = members["bundles"] { bundles(node, &configuration.bundles) }
        if let node = members["schedule"] { looks(node, &configuration.looks) }
        if let node = members["spool"] { spool(node, &configuration.spool) }
    }

    private func take<Value>(_ value: Value?, _ target: inout Value) {
        if let value { target = value }
    }

    private func take<Value>(_ value: Value?, _ target: inout Value?) {
        if let value { target = value }
    }

    private mutating func site(_ node: YAMLNode) -> String? {
        guard let text = scalar(node, "the site") else { return nil }
        guard let objection = Belonging.objection(to: text) else { return text }
        refuse(.value, node.mark, "\(node.inWords) is no site's name: \(objection)")
        return nil
    }

    /// One text or a list of them.
    private mutating func words(_ node: YAMLNode, _ what: String) -> [String]? {
        guard case .scalar = node.content else { return texts(node, what) }
        return prose(node, what).map { [$0] }
    }

    private mutating func smoke(_ node: YAMLNode, _ images: inout [String]) {
        let shape = Shape(what: "\"smoke\"", required: ConfigurationKey.names(in: "smoke"))
        guard let list = members(of: node, shape)?["images"] else { return }
        take(words(list, "images"), &images)
    }

    private mutating func privacy(_ node: YAMLNode, _ tells: inout Bool) {
        let shape = Shape(what: "\"privacy\"", required: ConfigurationKey.names(in: "privacy"))
        guard let node = members(of: node, shape)?["host_name"],
            let text = scalar(node, "\"host_name\"")
        else { return }
        switch text {
        case "told": tells = true
        case "hashed": tells = false
        default: refuse(.value, node.mark, "\(node.inWords), host_name is told or hashed")
        }
    }

    private mutating func collector(
        _ node: YAMLNode, _ collector: inout Configuration.Collector
    ) {
        let shape = Shape(
            what: "\"collector\"", required: [],
            optional: ConfigurationKey.names(in: "collector"))
        guard let members = members(of: node, shape) else { return }
        if let node = members["urls"], let nodes = elements(of: node, "\"urls\"") {
            take(all(nodes) { $0.address($1, ["https://"]) }, &collector.addresses)
        }
        if let node = members["ca"] { take(path(node), &collector.authorities) }
        if let node = members["certificate"] { take(path(node), &collector.certificate) }
        if let node = members["key"] { take(path(node), &collector.key) }
        if let node = members["token"] { take(path(node), &collector.token) }
        if let node = members["proxy"] {
            take(address(node, ["http://", "https://"]), &collector.proxy)
        }
        if let node = members["deadline"] {
            take(span(node, of: .deadline), &collector.deadline)
        }
    }

    /// An address without an account in it: what stands there is no secret.
    private mutating func address(_ node: YAMLNode, _ schemes: [String]) -> String? {
        guard let text = scalar(node, "an address") else { return nil }
        let scheme = schemes.first(where: text.hasPrefix)
        let rest = text.dropFirst(scheme?.count ?? 0)
        let host = rest.prefix { $0 != "/" }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 }
        guard scheme != nil, !host.isEmpty, isPlain, text.utf8.count <= 2048, !host.contains("@"),
            !rest.contains("#")
        else {
            let wanted = schemes.joined(separator: " or ")
            refuse(.value, node.mark, "\(node.inWords), needed \(wanted)HOST without an account")
            return nil
        }
        return text
    }

    /// An absolute path.
    package mutating func path(_ node: YAMLNode) -> String? {
        guard let text = scalar(node, "a path") else { return nil }
        guard text.hasPrefix("/"), !text.utf8.contains(0) else {
            refuse(.value, node.mark, "\(node.inWords), an absolute path is needed")
            return nil
        }
        return text
    }

    private mutating func looks(_ node: YAMLNode, _ looks: inout Configuration.Looks) {
        let shape = Shape(
            what: "\"schedule\"", required: [],
            optional: ConfigurationKey.names(in: "schedule"))
        guard let members = members(of: node, shape) else { return }
        if let node = members["full"] { take(span(node, of: .full), &looks.full) }
        if let node = members["brief"] { take(span(node, of: .brief), &looks.brief) }
        if let node = members["smoke"] {
            if case .scalar("never", _) = node.content {
                looks.smoke = nil
            } else {
                take(span(node, of: .smoke), &looks.smoke)
            }
        }
    }

    private mutating func spool(_ node: YAMLNode, _ spool: inout Configuration.Spool) {
        let shape = Shape(
            what: "\"spool\"", required: [], optional: ConfigurationKey.names(in: "spool"))
        guard let members = members(of: node, shape) else { return }
        if let node = members["bytes"] { take(size(node, of: .spoolBytes), &spool.bytes) }
        if let node = members["floor"] { take(size(node, of: .spoolFloor), &spool.floor) }
        if let node = members["files"] { take(count(node, of: .spoolFiles), &spool.files) }
    }

    private mutating func count(_ node: YAMLNode, of key: ConfigurationKey) -> Int64? {
        guard let text = scalar(node, "a number"), let range = key.counts else { return nil }
        if let count = Int64(text), range.contains(count) { return count }
        let (least, most) = (range.lowerBound, range.upperBound)
        refuse(.value, node.mark, "\(node.inWords), \(key.names[1]) are from \(least) to \(most)")
        return nil
    }

    private mutating func span(_ node: YAMLNode, of key: ConfigurationKey) -> Duration? {
        guard case .duration(let span)? = value(node, of: .duration), let range = key.spans
        else { return nil }
        if range.contains(span) { return span }
        let (least, most) = (range.lowerBound.inWords, range.upperBound.inWords)
        refuse(.value, node.mark, "\(node.inWords), needed from \(least) to \(most)")
        return nil
    }

    private mutating func size(_ node: YAMLNode, of key: ConfigurationKey) -> Bytes? {
        guard case .bytes(let size)? = value(node, of: .bytes), let range = key.sizes
        else { return nil }
        if range.contains(size) { return size }
        refuse(
            .value, node.mark,
            "\(node.inWords), needed from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }
}
