internal import MusterModel

extension NodeReader {
    /// Lays what a file says of bundles over a configuration.
    mutating func bundles(_ node: YAMLNode, _ bundles: inout Configuration.Bundles) {
        let shape = Shape(
            what: "\"bundles\"", required: [], optional: ConfigurationKey.names(in: "bundles"))
        guard let members = members(of: node, shape) else { return }
        if let node = members["follow"], case .bool(let follows)? = value(node, of: .bool) {
            bundles.areFollowed = follows
        }
        if let node = members["keys"], let nodes = elements(of: node, "\"keys\"") {
            bundles.keys = nodes.compactMap { bundleKey($0) }
        }
    }

    private mutating func bundleKey(_ node: YAMLNode) -> BundleKey? {
        guard let text = scalar(node, "a key") else { return nil }
        if let key = BundleKey(text: text) { return key }
        refuse(.value, node.mark, "\(node.inWords), needed an Ed25519 key in 64 digits")
        return nil
    }
}
