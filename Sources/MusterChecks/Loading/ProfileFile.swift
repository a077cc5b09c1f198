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

    /// Included checks that are not asked, and why.
    struct Exclusion: Hashable, Sendable {
        /// An id, or a pattern of ids as `cvmfs.*`.
        let pattern: String
        /// Where it stands.
        let mark: YAMLMark
        /// Why they are not asked.
        let reason: String
    }

    /// An included check that weighs more or less here.
    struct Reweighing: Hashable, Sendable {
        /// The check's id.
        let check: String
        /// Where it stands.
        let mark: YAMLMark
        /// What it weighs.
        let level: Check.Level
        /// Why.
        let reason: String
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
    /// Whether a node is judged under it without being asked.
    let isDefault: Bool
    /// What it includes, in order.
    let includes: [Inclusion]
    /// What it leaves out of that, in order.
    let exclusions: [Exclusion]
    /// The levels that it changes, in order.
    let levels: [Reweighing]
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
            optional: ["default", "includes", "without", "levels", "limits", "checks"])
        let before = errors.count
        guard let members = members(of: root, shape), let name = members["profile"] else {
            return nil
        }
        let id = self.id(name, "a profile's id")
        let title = members["title"].flatMap { prose($0, "a profile's title") }
        let dated = members["dated"].flatMap { date($0, "a profile's date") }
        let includes = members["includes"].flatMap { inclusions($0) } ?? []
        let limits = members["limits"].flatMap { self.limits($0) } ?? []
        let checks = members["checks"].flatMap { elements(of: $0, "\"checks\"") } ?? []
        let isDefault = members["default"].map { value($0, of: .bool) != .bool(false) } ?? true
        let exclusions = members["without"].flatMap { self.exclusions($0) } ?? []
        let levels = members["levels"].flatMap { self.levels($0) } ?? []
        if includes.isEmpty, errors.count == before,
            let idle = members["without"] ?? members["levels"]
        {
            refuse(
                .shape, idle.mark,
                "\"without\" and \"levels\" are about checks that \"includes\" brings")
        }
        guard let id, let title, let dated else { return nil }
        return ProfileFile(
            file: file, id: id, mark: name.mark, title: title, dated: dated,
            isDefault: isDefault, includes: includes, exclusions: exclusions, levels: levels,
            limits: limits, checks: checks)
    }

    /// A list of `{check: id or pattern, reason: text}`.
    private mutating func exclusions(_ node: YAMLNode) -> [ProfileFile.Exclusion]? {
        guard let nodes = elements(of: node, "\"without\"") else { return nil }
        let shape = Shape(what: "an exclusion", required: ["check", "reason"])
        return nodes.compactMap { node in
            guard let members = members(of: node, shape), let check = members["check"] else {
                return nil
            }
            let pattern = prose(check, "an excluded check")
            let reason = members["reason"].flatMap { prose($0, "an exclusion's reason") }
            guard let pattern, let reason else { return nil }
            return ProfileFile.Exclusion(pattern: pattern, mark: check.mark, reason: reason)
        }
    }

    /// `id: {level: required, reason: text}`.
    private mutating func levels(_ node: YAMLNode) -> [ProfileFile.Reweighing]? {
        guard let entries = entries(of: node, "\"levels\"") else { return nil }
        let shape = Shape(what: "a changed level", required: ["level", "reason"])
        return entries.compactMap { entry in
            guard let members = members(of: entry.value, shape) else { return nil }
            let level = members["level"].flatMap {
                word($0, "a check's level", of: Check.Level.self)
            }
            let reason = members["reason"].flatMap { prose($0, "a changed level's reason") }
            guard let level, let reason else { return nil }
            return ProfileFile.Reweighing(
                check: entry.key, mark: entry.mark, level: level, reason: reason)
        }
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
