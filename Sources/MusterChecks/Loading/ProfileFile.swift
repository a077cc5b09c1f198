internal import MusterModel

/// A profile's file before what it includes is taken in.
struct ProfileFile: Sendable {
    /// A limit as written: its value still without a kind, because an included
    /// profile may have fixed that.
    struct WrittenLimit: Hashable, Sendable {
        /// The limit's name.
        let name: String
        /// Where the name stands.
        let mark: YAMLMark
        /// The value, unread.
        let value: YAMLNode
        /// The kind, where it is stated.
        let kind: FactKind?
        /// Where the value comes from.
        let source: Source
    }

    /// The id of another profile and where it is written.
    struct Inclusion: Hashable, Sendable {
        /// The id.
        let id: String
        /// Where it stands.
        let mark: YAMLMark
    }

    /// The file's name.
    let file: String
    /// The profile's id.
    let id: String
    /// Where the id stands.
    let mark: YAMLMark
    /// Whose requirements these are.
    let title: String
    /// The day they were last brought up to date.
    let dated: CalendarDate
    /// What it includes, in order.
    let includes: [Inclusion]
    /// Its own limits, in order.
    let limits: [WrittenLimit]
    /// Its own checks, unread.
    let checks: [YAMLNode]
}

extension NodeReader {
    /// A profile's file without its checks.
    mutating func profile(_ root: YAMLNode) -> ProfileFile? {
        let shape = Shape(
            what: "a profile", required: ["format", "profile", "title", "dated"],
            optional: ["includes", "limits", "checks"])
        guard let members = members(of: root, shape), let name = members["profile"] else {
            return nil
        }
        let id = self.id(name, "a profile's id")
        let title = members["title"].flatMap { prose($0, "a profile's title") }
        let dated = members["dated"].flatMap { date($0, "a profile's date") }
        let includes = members["includes"].flatMap { inclusions($0) } ?? []
        let limits = members["limits"].flatMap { self.limits($0) } ?? []
        let checks = members["checks"].flatMap { elements(of: $0, "\"checks\"") } ?? []
        guard let id, let title, let dated else { return nil }
        return ProfileFile(
            file: file, id: id, mark: name.mark, title: title, dated: dated,
            includes: includes, limits: limits, checks: checks)
    }

    private mutating func inclusions(_ node: YAMLNode) -> [ProfileFile.Inclusion]? {
        guard let nodes = elements(of: node, "\"includes\"") else { return nil }
        return nodes.compactMap { node in
            id(node, "an included profile").map {
                ProfileFile.Inclusion(id: $0, mark: node.mark)
            }
        }
    }

    private mutating func limits(_ node: YAMLNode) -> [ProfileFile.WrittenLimit]? {
        guard let entries = entries(of: node, "\"limits\"") else { return nil }
        let shape = Shape(
            what: "a limit", required: ["value", "source"], optional: ["kind"])
        return entries.compactMap { entry in
            guard let members = members(of: entry.value, shape),
                let value = members["value"]
            else { return nil }
            let source = members["source"].flatMap { self.source($0) }
            let kind = members["kind"].flatMap {
                word($0, "a limit's kind", of: FactKind.self)
            }
            return source.map {
                ProfileFile.WrittenLimit(
                    name: entry.key, mark: entry.mark, value: value, kind: kind, source: $0)
            }
        }
    }
}
