public import MusterModel

extension DrainRules {
    /// The first line of `drain.yaml`.
    public static let format = "muster-drain/1"

    /// The rules in a file; nil for a file of comments alone, and where there are mistakes.
    ///
    /// - Returns: also every mistake, by its place.
    public static func read(_ file: CheckFile) -> (rules: DrainRules?, errors: [ChecksError]) {
        guard !file.text.isOnlyComments else { return (nil, []) }
        var reader = NodeReader(file: file.name)
        let root: YAMLNode
        do { root = try YAMLDocument.root(of: file.text, file: file.name) } catch {
            return (nil, [error])
        }
        let rules = reader.drainRules(root)
        return (reader.errors.isEmpty ? rules : nil, reader.errors)
    }
}

extension NodeReader {
    fileprivate mutating func drainRules(_ root: YAMLNode) -> DrainRules? {
        let shape = Shape(
            what: "the file of drains", required: ["format", "profiles"], optional: ["program"])
        guard let members = members(of: root, shape) else { return nil }
        if let format = members["format"], let text = scalar(format, "the format"),
            text != DrainRules.format
        {
            refuse(.value, format.mark, "\(format.inWords), the format is \(DrainRules.format)")
        }
        let entries = members["profiles"].flatMap { self.entries(of: $0, "\"profiles\"") } ?? []
        let pins = entries.compactMap { pin($0) }
        var program: String?
        if let node = members["program"] {
            program = path(node)
            if let program, program.split(separator: "/").contains("..") {
                refuse(.value, node.mark, "\(node.inWords), a path without .. is needed")
            }
        }
        return DrainRules(pins: pins, program: program)
    }

    private mutating func pin(_ entry: YAMLNode.Entry) -> DrainRules.Pin? {
        let shape = Shape(
            what: "a pinned profile", required: ["sha256"], optional: ["on", "settle"])
        let name = YAMLNode(content: .scalar(entry.key, plain: true), mark: entry.mark)
        guard let profile = id(name, "a profile's id"),
            let members = members(of: entry.value, shape),
            let node = members["sha256"], let text = scalar(node, "a digest")
        else { return nil }
        let digest = Digest(text: text)
        if digest == nil {
            refuse(
                .value, node.mark,
                "\(node.inWords), needed the 64 digits that \"muster checks list \(profile)\" shows"
            )
        }
        let signs = members["on"].map { self.signs($0) } ?? [.unfit]
        let settle = members["settle"].map { self.settle($0) } ?? DrainRules.Pin.usualSettle
        guard let digest, let signs, let settle else { return nil }
        return DrainRules.Pin(profile, digest, on: signs, settle: settle)
    }

    private mutating func signs(_ node: YAMLNode) -> Set<DrainRules.Sign>? {
        guard let nodes = elements(of: node, "\"on\"") else { return nil }
        if nodes.isEmpty {
            refuse(.value, node.mark, "an empty list, \"on\" needs one verdict at least")
            return nil
        }
        return all(nodes) { $0.word($1, "what drains", of: DrainRules.Sign.self) }.map(Set.init)
    }

    private mutating func settle(_ node: YAMLNode) -> Int? {
        guard let text = scalar(node, "a number of looks") else { return nil }
        let most = DrainRules.Pin.settleAtMost
        guard let count = Int(text), (1...most).contains(count) else {
            refuse(.value, node.mark, "\(node.inWords), settle is from 1 to \(most) looks")
            return nil
        }
        return count
    }
}
