internal import MusterChecks
internal import MusterModel

extension NodeReader {
    /// Who is told of changes.
    mutating func webhooks(_ node: YAMLNode) -> [Webhook] {
        let hooks = elements(of: node, "\"webhooks\"").flatMap { all($0) { $0.webhook($1) } } ?? []
        var seen: Set<String> = []
        for hook in hooks where !seen.insert(hook.url).inserted {
            refuse(.value, node.mark, "a webhook at \(hook.name) stands here twice")
        }
        return hooks
    }

    private mutating func webhook(_ node: YAMLNode) -> Webhook? {
        let shape = Shape(
            what: "a webhook", required: ["url", "secret"], optional: ["profiles"])
        guard let members = members(of: node, shape), let place = members["url"],
            let file = members["secret"], let url = scalar(place, "an address"),
            let secret = path(file)
        else { return nil }
        if let objection = Webhook.objection(to: url) {
            refuse(.value, place.mark, "\(place.inWords), \(objection)")
            return nil
        }
        var hook = Webhook(url: url, secret: secret)
        if let node = members["profiles"], let list = elements(of: node, "\"profiles\""),
            let names = all(list, { $0.scalar($1, "a profile") })
        {
            hook.profiles = Set(names)
        }
        return hook
    }
}
