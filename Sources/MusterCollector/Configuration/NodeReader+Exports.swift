internal import MusterChecks
internal import MusterModel

extension NodeReader {
    /// Where documents go by themselves; nil where nothing is said of it.
    mutating func exports(_ node: YAMLNode) -> MonitRules? {
        let shape = Shape(what: "\"exports\"", required: [], optional: ["monit"])
        guard let monit = members(of: node, shape)?["monit"] else { return nil }
        let keys = CollectorKey.keys(in: "exports.monit")
        let needed: [CollectorKey] = [.monitURL, .monitProducer]
        let inner = Shape(
            what: "\"exports.monit\"", required: needed.map(\.name),
            optional: keys.filter { !needed.contains($0) }.map(\.name))
        guard let members = members(of: monit, inner) else { return nil }
        var rules = MonitRules()
        for key in keys {
            if let node = members[key.name] { take(node, of: key, &rules) }
        }
        return rules
    }

    private mutating func take(
        _ node: YAMLNode, of key: CollectorKey, _ rules: inout MonitRules
    ) {
        switch key {
        case .monitURL: rules.url = scalar(node, "an address") ?? ""
        case .monitProducer: rules.producer = scalar(node, "a producer") ?? ""
        case .monitUser: rules.user = scalar(node, "a user")
        case .monitPassword: rules.password = path(node)
        case .monitAuthority: rules.authority = path(node)
        case .monitEvery: if let span = span(node, of: key) { rules.every = span }
        default:
            let list = elements(of: node, "\"profiles\"").flatMap {
                all($0) { $0.scalar($1, "a profile") }
            }
            rules.profiles = list ?? []
        }
    }
}
