internal import MusterModel

extension NodeReader {
    /// What a fact is compared with: a value, `{limit: name}`,
    /// `{fact: name, times: factor}` or `{sum: name, times: factor}`.
    mutating func limit(_ node: YAMLNode, of card: FactCard, in scope: Scope) -> Limit? {
        guard case .mapping(let entries) = node.content else {
            return value(node, of: card.kind).map { .value($0) }
        }
        switch entries.first(where: { $0.key != "times" })?.key {
        case "limit":
            let shape = Shape(what: "a named limit", required: ["limit"])
            return members(of: node, shape)?["limit"].flatMap {
                namedLimit($0, of: card, in: scope)
            }
        case "sum": return scaled("sum", node, of: card, in: scope)
        default: return scaled("fact", node, of: card, in: scope)
        }
    }

    private mutating func namedLimit(
        _ node: YAMLNode, of card: FactCard, in scope: Scope
    ) -> Limit? {
        guard let name = scalar(node, "a limit's name") else { return nil }
        guard let kind = scope.limits[name] else {
            refuse(
                .unknownWord, node.mark,
                "unknown limit \"\(name)\"" + Spelling.hint(for: name, among: scope.limits.keys))
            return nil
        }
        return agree(kind, "limit \"\(name)\"", with: card, at: node.mark) ? .named(name) : nil
    }

    private mutating func scaled(
        _ word: String, _ node: YAMLNode, of card: FactCard, in scope: Scope
    ) -> Limit? {
        let shape = Shape(what: "a scaled limit", required: [word], optional: ["times"])
        guard let members = members(of: node, shape), let named = members[word] else {
            return nil
        }
        let factor = members["times"].map { scale($0) } ?? .one
        guard let text = scalar(named, "a fact's name") else { return nil }
        let subject = FactName(text).flatMap { scope.subject(of: $0) }
        let inner =
            if word == "sum", let subject { scope.looking(atOne: subject.kind) } else { scope }
        guard let other = fact(text, at: named.mark, in: inner), let factor,
            fits(factor, other, card, at: named.mark)
        else { return nil }
        guard word == "sum" else { return .fact(other.name, times: factor) }
        guard let subject else {
            refuse(.kind, named.mark, "\(text) is about the node, a sum is over several subjects")
            return nil
        }
        guard other.kind == .integer || other.kind == .bytes else {
            refuse(.kind, named.mark, "\(text) is \(other.kind.rawValue), it has no sum")
            return nil
        }
        return .sum(other.name, roster: subject.roster.name, times: factor)
    }

    /// Whether `other`, scaled, compares with the fact on `card`.
    private mutating func fits(
        _ scale: Scale, _ other: FactCard, _ card: FactCard, at mark: YAMLMark
    ) -> Bool {
        if scale.kind != nil, other.kind != .integer {
            refuse(
                .kind, mark,
                "\(other.name) is \(other.kind.rawValue), a factor with a unit needs an integer")
            return false
        }
        if scale != .one, other.kind == .version || other.kind == .string {
            refuse(.kind, mark, "\(other.name) is \(other.kind.rawValue), it has no multiple")
            return false
        }
        return agree(scale.kind ?? other.kind, "\(other.name)", with: card, at: mark)
    }

    private mutating func agree(
        _ kind: FactKind, _ what: String, with card: FactCard, at mark: YAMLMark
    ) -> Bool {
        if kind == card.kind { return true }
        refuse(
            .kind, mark,
            "\(what) is \(kind.rawValue), \(card.name) is \(card.kind.rawValue)")
        return false
    }
}
