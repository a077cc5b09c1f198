internal import MusterModel

extension NodeReader {
    /// Words that stand where a fact's name may stand.
    static let connectives = ["all", "any", "not", "some", "every", "not affected by"]

    /// A requirement. Several keys in one mapping must all hold.
    mutating func predicate(_ node: YAMLNode, in scope: Scope) -> Predicate? {
        guard let entries = entries(of: node, "a requirement") else { return nil }
        let parts = all(entries) { $0.part($1, in: scope) }
        guard let parts, let first = parts.first else { return nil }
        return parts.count == 1 ? first : .all(parts)
    }

    private mutating func part(_ entry: YAMLNode.Entry, in scope: Scope) -> Predicate? {
        switch entry.key {
        case "all": predicates(entry.value, "\"all\"", in: scope).map { .all($0) }
        case "any": predicates(entry.value, "\"any\"", in: scope).map { .any($0) }
        case "not": predicate(entry.value, in: scope).map { .not($0) }
        case "some": quantifier(entry.value, in: scope).map { .some($0) }
        case "every": quantifier(entry.value, in: scope).map { .every($0) }
        case "not affected by": advisories(entry.value, in: scope).map { .unaffected(by: $0) }
        default: comparison(entry, in: scope)
        }
    }

    private mutating func predicates(
        _ node: YAMLNode, _ what: String, in scope: Scope
    ) -> [Predicate]? {
        guard let nodes = elements(of: node, what) else { return nil }
        if nodes.isEmpty {
            refuse(.shape, node.mark, "an empty list, \(what) needs one requirement at least")
            return nil
        }
        return all(nodes) { $0.predicate($1, in: scope) }
    }

    private mutating func quantifier(_ node: YAMLNode, in scope: Scope) -> Quantifier? {
        let shape = Shape(
            what: "a quantifier", required: ["of", "that"], optional: ["in"])
        guard let members = members(of: node, shape), let of = members["of"],
            let that = members["that"]
        else { return nil }
        let among = selection(members["in"])
        guard let card = subject(of, in: scope) else { return nil }
        let inner = predicate(that, in: scope.looking(atOne: card.kind))
        guard let among, let inner else { return nil }
        return Quantifier(kind: card.kind, roster: card.roster.name, among: among, that: inner)
    }

    /// The card of a kind of subject.
    mutating func subject(_ node: YAMLNode, in scope: Scope) -> SubjectCard? {
        guard let text = scalar(node, "a kind of subject") else { return nil }
        guard let card = scope.vocabulary.subject(text) else {
            let known = scope.vocabulary.allSubjects.map(\.kind)
            refuse(
                .unknownWord, node.mark,
                "unknown kind of subject \(node.inWords), known are \(Self.listed(known))"
                    + Spelling.hint(for: text, among: known))
            return nil
        }
        return card
    }

    /// `observed`, `demanded`, a list, or `{and demanded: list}`; observed where
    /// nothing is written.
    mutating func selection(_ node: YAMLNode?) -> SubjectSelection? {
        guard let node else { return .observed }
        switch node.content {
        case .scalar("observed", _): return .observed
        case .scalar("demanded", _): return .demanded
        case .sequence: return texts(node, "a choice of subjects").map { .listed($0) }
        case .mapping:
            let shape = Shape(what: "a choice of subjects", required: ["and demanded"])
            guard let list = members(of: node, shape)?["and demanded"] else { return nil }
            return texts(list, "a choice of subjects").map { .listedAndDemanded($0) }
        case .scalar:
            refuse(
                .value, node.mark,
                "\(node.inWords), a choice of subjects is observed, demanded, "
                    + "a list or {and demanded: a list}")
            return nil
        }
    }

    private mutating func advisories(
        _ node: YAMLNode, in scope: Scope
    ) -> AdvisorySelection? {
        if case .sequence = node.content {
            guard let ids = texts(node, "\"not affected by\"") else { return nil }
            return advisories(named: ids, at: node, in: scope)
        }
        let shape = Shape(what: "\"not affected by\"", required: ["about"])
        guard let about = members(of: node, shape)?["about"],
            let kind = scalar(about, "what advisories are about")
        else { return nil }
        guard scope.advisories.values.contains(kind) else {
            let known = Set(scope.advisories.values).sorted()
            refuse(
                .unknownWord, about.mark,
                "no advisory is about \(about.inWords), there are some about "
                    + Self.listed(known) + Spelling.hint(for: kind, among: known))
            return nil
        }
        return isMeant(kind, at: about.mark, in: scope) ? .about(kind) : nil
    }

    private mutating func advisories(
        named ids: [String], at node: YAMLNode, in scope: Scope
    ) -> AdvisorySelection? {
        var isGood = true
        for id in ids {
            if let about = scope.advisories[id] {
                isGood = isMeant(about, at: node.mark, in: scope) && isGood
            } else {
                let hint = Spelling.hint(for: id, among: scope.advisories.keys)
                refuse(.unknownWord, node.mark, "unknown advisory \"\(id)\"" + hint)
                isGood = false
            }
        }
        let kinds = Set(ids.compactMap { scope.advisories[$0] })
        return isGood ? .ids(ids, about: kinds) : nil
    }

    /// Whether one subject of `kind` is meant here; true for an area.
    private mutating func isMeant(
        _ kind: String, at mark: YAMLMark, in scope: Scope
    ) -> Bool {
        if scope.vocabulary.subject(kind) == nil || scope.subjects.contains(kind) { return true }
        refuse(
            .scope, mark,
            """
            advisories about each \(kind), which one is meant needs \"each\", \"some\" or \
            \"every\"
            """
        )
        return false
    }
}
