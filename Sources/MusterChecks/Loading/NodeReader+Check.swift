internal import MusterModel

/// A check with the place where it is written.
struct WrittenCheck: Hashable, Sendable {
    /// The check itself.
    let check: Check
    /// The file's name.
    let file: String
    /// Where the check begins.
    let mark: YAMLMark
    /// The named limits that it uses.
    let limits: Set<String>
    /// Its examples, unread: judging does without them.
    let examples: YAMLNode?

    /// The same check with another level.
    func weighing(_ level: Check.Level, amendment: String) -> WrittenCheck {
        WrittenCheck(
            check: check.weighing(level, amendment: amendment), file: file, mark: mark,
            limits: limits, examples: examples)
    }
}

extension NodeReader {
    /// One check.
    mutating func check(_ node: YAMLNode, in scope: Scope) -> WrittenCheck? {
        let shape = Shape(
            what: "a check", required: ["id", "title", "level", "reason", "source", "require"],
            optional: ["each", "when", "remedy", "examples"])
        guard let members = members(of: node, shape), let require = members["require"] else {
            return nil
        }
        let before = errors.count
        let head = head(members)
        let each = members["each"].flatMap { self.each($0, in: scope) }
        let inner = each.map { scope.looking(atOne: $0.kind) } ?? scope
        let when = members["when"].flatMap { predicate($0, in: inner) }
        let required = predicate(require, in: inner)
        let remedies = members["remedy"].map { self.remedies($0, each: each, in: inner) } ?? []
        guard errors.count == before, let head, let required else { return nil }
        let check = Check(
            id: head.id, title: head.title, level: head.level, reason: head.reason,
            sources: head.sources, each: each, when: when, require: required,
            remedies: remedies)
        return WrittenCheck(
            check: check, file: file, mark: node.mark, limits: check.namedLimits,
            examples: members["examples"])
    }

    private mutating func head(
        _ members: [String: YAMLNode]
    ) -> (id: String, title: String, level: Check.Level, reason: String, sources: [Source])? {
        let id = members["id"].flatMap { self.id($0, "a check's id") }
        let title = members["title"].flatMap { prose($0, "a check's title") }
        let level = members["level"].flatMap {
            word($0, "a check's level", of: Check.Level.self)
        }
        let reason = members["reason"].flatMap { prose($0, "a check's reason") }
        let sources = members["source"].flatMap { self.sources($0) }
        guard let id, let title, let level, let reason, let sources else { return nil }
        return (id, title, level, reason, sources)
    }

    private mutating func each(_ node: YAMLNode, in scope: Scope) -> Check.Each? {
        let shape = Shape(what: "\"each\"", required: ["kind"], optional: ["in"])
        guard let members = members(of: node, shape), let kind = members["kind"] else {
            return nil
        }
        let among = selection(members["in"])
        guard let card = subject(kind, in: scope), let among else { return nil }
        return Check.Each(kind: card.kind, roster: card.roster.name, among: among)
    }

    /// A text, or a list of `{when: …, change: …}`.
    private mutating func remedies(
        _ node: YAMLNode, each: Check.Each?, in scope: Scope
    ) -> [Check.Remedy] {
        guard case .sequence(let nodes) = node.content else {
            return change(node, each: each, in: scope).map { [Check.Remedy(change: $0)] } ?? []
        }
        let shape = Shape(what: "a remedy", required: ["change"], optional: ["when"])
        let remedies = all(nodes) { reader, node -> Check.Remedy? in
            guard let members = reader.members(of: node, shape),
                let change = members["change"]
            else { return nil }
            let when = members["when"].flatMap { reader.predicate($0, in: scope) }
            let text = reader.change(change, each: each, in: scope)
            return text.map { Check.Remedy(when: when, change: $0) }
        }
        if let early = nodes.dropLast().first(where: { $0.isAlwaysShown }) {
            refuse(
                .missingKey, early.mark,
                "a remedy without \"when\" before others, they would never be shown")
        }
        return remedies ?? []
    }

    /// A remedy's text, whose `{words}` must stand for something here.
    private mutating func change(
        _ node: YAMLNode, each: Check.Each?, in scope: Scope
    ) -> String? {
        guard let text = prose(node, "a remedy") else { return nil }
        for word in RemedyText(text).words {
            if word == "subject" {
                if each == nil {
                    refuse(.scope, node.mark, "{subject} in a check without \"each\"")
                }
            } else if word.hasPrefix("limit:") {
                let name = String(word.dropFirst("limit:".count))
                guard scope.limits[name] == nil else { continue }
                let hint = Spelling.hint(for: name, among: scope.limits.keys)
                refuse(.unknownWord, node.mark, "unknown limit \"\(name)\" in a remedy" + hint)
            } else {
                _ = fact(word, at: node.mark, in: scope, also: ["subject"])
            }
        }
        return text
    }
}

extension YAMLNode {
    /// Whether it is a remedy without a situation and without a fact, whose value
    /// might be missing.
    fileprivate var isAlwaysShown: Bool {
        guard case .mapping(let entries) = content,
            !entries.contains(where: { $0.key == "when" }),
            case .scalar(let text, _)? = entries.first(where: { $0.key == "change" })?.value.content
        else { return false }
        return !RemedyText(text).words.contains { FactName($0) != nil }
    }
}
