internal import MusterModel

extension NodeReader {
    /// More examples than this for one check teach nobody anything.
    static let examplesAtMost = 32

    /// The examples below a check.
    mutating func examples(_ node: YAMLNode, of check: Check, _ vocabulary: Vocabulary)
        -> [CheckExample]
    {
        guard let nodes = elements(of: node, "\"examples\"") else { return [] }
        guard nodes.count <= Self.examplesAtMost else {
            refuse(.size, node.mark, "more than \(Self.examplesAtMost) examples of one check")
            return []
        }
        return nodes.compactMap { example($0, of: check, vocabulary) }
    }

    private mutating func example(
        _ node: YAMLNode, of check: Check, _ vocabulary: Vocabulary
    ) -> CheckExample? {
        let shape = Shape(
            what: "an example", required: ["given", "expect"],
            optional: ["title", "demanded", "subject"])
        guard let members = members(of: node, shape), let given = members["given"],
            let expect = members["expect"]
        else { return nil }
        let before = errors.count
        let expected = word(expect, "what is expected", of: Outcome.self)
        if expected == .waived {
            refuse(.value, expect.mark, "\"waived\", an example is judged without waivers")
        }
        let title = members["title"].flatMap { prose($0, "an example's title") } ?? ""
        let demanded = members["demanded"].flatMap { texts($0, "\"demanded\"") } ?? []
        let subject = members["subject"].flatMap { scalar($0, "an example's subject") }
        if let named = members["subject"], check.each == nil {
            refuse(.scope, named.mark, "\"subject\" in an example of a check without \"each\"")
        }
        let facts = facts(given, vocabulary)
        guard errors.count == before, let expected else { return nil }
        return CheckExample(
            mark: node.mark, title: title, facts: facts, demanded: demanded, subject: subject,
            expected: expected)
    }

    /// `fact.name.aspect: value`, and `area.thing: {subject: {aspect: value}}`; the
    /// roster of such a kind names the given subjects where nothing else is written.
    private mutating func facts(_ node: YAMLNode, _ vocabulary: Vocabulary) -> [Fact] {
        if case .mapping(let entries) = node.content, entries.isEmpty { return [] }
        guard let entries = entries(of: node, "\"given\"") else { return [] }
        var facts: [Fact] = []
        var rosters: [Fact] = []
        for entry in entries {
            if let kind = vocabulary.subject(entry.key) {
                facts += self.facts(of: kind, entry.value, vocabulary)
                rosters.append(roster(of: kind, entry.value))
            } else if let fact = fact(entry, vocabulary) {
                facts.append(fact)
            }
        }
        let stated = Set(facts.map(\.key))
        return facts + rosters.filter { !stated.contains($0.key) }
    }

    private func roster(of kind: SubjectCard, _ node: YAMLNode) -> Fact {
        var names: [String] = []
        if case .mapping(let entries) = node.content { names = entries.map(\.key) }
        return Fact(FactKey(kind.roster.name), .value(.list(names)), from: Self.given)
    }

    private mutating func fact(_ entry: YAMLNode.Entry, _ vocabulary: Vocabulary) -> Fact? {
        guard let name = FactName(entry.key), let card = vocabulary.card(of: name) else {
            let known =
                vocabulary.allFacts.map(\.name.text) + vocabulary.allSubjects.map(\.kind)
            refuse(
                .unknownWord, entry.mark,
                "unknown fact or kind of subject \"\(entry.key)\""
                    + Spelling.hint(for: entry.key, among: known))
            return nil
        }
        if let kind = vocabulary.subject(name.kind), kind.roster.name != name {
            refuse(
                .scope, entry.mark,
                "\(name) is about one \(kind.kind) of several, given as "
                    + "{\(kind.kind): {NAME: {\(name.aspect): …}}}")
            return nil
        }
        return reading(entry.value, of: card).map { Fact(FactKey(name), $0, from: Self.given) }
    }

    private mutating func facts(
        of kind: SubjectCard, _ node: YAMLNode, _ vocabulary: Vocabulary
    ) -> [Fact] {
        guard let subjects = entries(of: node, "facts about each \(kind.kind)") else { return [] }
        let cards = vocabulary.allFacts.filter { $0.name.kind == kind.kind }
        var facts: [Fact] = []
        for subject in subjects {
            let aspects = entries(of: subject.value, "facts about one \(kind.kind)") ?? []
            for aspect in aspects {
                guard let card = cards.first(where: { $0.name.aspect == aspect.key }) else {
                    let known = cards.map(\.name.aspect)
                    refuse(
                        .unknownWord, aspect.mark,
                        "unknown aspect \"\(aspect.key)\" of \(kind.kind)"
                            + Spelling.hint(for: aspect.key, among: known))
                    continue
                }
                guard let reading = reading(aspect.value, of: card) else { continue }
                facts.append(
                    Fact(FactKey(card.name, of: subject.key), reading, from: Self.given))
            }
        }
        return facts
    }

    /// A value of the fact's kind, or `{missing: reason}`.
    private mutating func reading(_ node: YAMLNode, of card: FactCard) -> Reading? {
        if case .mapping = node.content {
            let shape = Shape(what: "an absence", required: ["missing"])
            guard let reason = members(of: node, shape)?["missing"] else { return nil }
            return word(reason, "the reason of an absence", of: Absence.Reason.self)
                .map { .missing(Absence($0, "as the example says")) }
        }
        if case .sequence(let nodes) = node.content, nodes.isEmpty {
            if card.kind == .list { return .value(.list([])) }
            if card.kind == .paths { return .value(.paths([])) }
        }
        return value(node, of: card.kind).map { .value($0) }
    }

    /// Where an example's facts come from.
    private static let given = "given"
}
