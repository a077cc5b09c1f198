internal import MusterModel

extension NodeReader {
    /// Everything that can be asked of a fact.
    static let operators = [
        "is", "one of", "at least", "at most", "below", "matches", "contains", "exists", "covers",
    ]

    /// `fact.name.aspect: {operator: limit}`; several operators must all hold.
    mutating func comparison(_ entry: YAMLNode.Entry, in scope: Scope) -> Predicate? {
        let card = fact(entry.key, at: entry.mark, in: scope, also: Self.connectives)
        guard let asked = entries(of: entry.value, "what is asked of a fact"), let card else {
            return nil
        }
        let parts = all(asked) { reader, asked in
            reader.comparison(asked, of: card, in: scope).map { Predicate.fact(card.name, $0) }
        }
        guard let parts, let first = parts.first else { return nil }
        return parts.count == 1 ? first : .all(parts)
    }

    /// The card of a fact that may be asked about here; `others` are words that
    /// could have been meant as well.
    mutating func fact(
        _ text: String, at mark: YAMLMark, in scope: Scope, also others: [String] = []
    ) -> FactCard? {
        guard let name = FactName(text), let card = scope.vocabulary.card(of: name) else {
            let known = scope.vocabulary.allFacts.map(\.name.text) + others
            refuse(
                .unknownWord, mark,
                "unknown fact \"\(text)\"" + Spelling.hint(for: text, among: known))
            return nil
        }
        if let subject = scope.subject(of: name), !scope.subjects.contains(subject.kind) {
            refuse(
                .scope, mark,
                "\(text) is about one \(subject.kind) of several, "
                    + "which one needs \"each\", \"some\" or \"every\"")
            return nil
        }
        return card
    }

    private mutating func comparison(
        _ asked: YAMLNode.Entry, of card: FactCard, in scope: Scope
    ) -> Comparison? {
        guard let kinds = Self.kinds(asked.key) else {
            refuse(
                .unknownKey, asked.mark,
                "unknown operator \"\(asked.key)\", there are \(Self.listed(Self.operators))"
                    + Spelling.hint(for: asked.key, among: Self.operators))
            return nil
        }
        guard kinds.contains(card.kind) else {
            refuse(
                .kind, asked.mark,
                "\"\(asked.key)\" of \(card.name), which is \(card.kind.rawValue); it is for "
                    + Self.listed(kinds.map(\.rawValue)))
            return nil
        }
        let node = asked.value
        switch asked.key {
        case "is": return value(node, of: card.kind).map { .equals($0) }
        case "one of":
            guard let nodes = elements(of: node, "\"one of\"") else { return nil }
            return all(nodes) { $0.value($1, of: card.kind) }.map { .oneOf($0) }
        case "at least": return limit(node, of: card, in: scope).map { .atLeast($0) }
        case "at most": return limit(node, of: card, in: scope).map { .atMost($0) }
        case "below": return limit(node, of: card, in: scope).map { .below($0) }
        case "matches": return scalar(node, "a pattern").map { .matches(Glob($0)) }
        case "contains": return scalar(node, "what is contained").map { .contains($0) }
        case "covers":
            return texts(node, "\"covers\"").flatMap { paths($0, node) }.map { .covers($0) }
        default:
            guard case .bool(let flag)? = value(node, of: .bool) else { return nil }
            return .exists(flag)
        }
    }

    /// The kinds of fact that an operator is for; nil for no operator.
    private static func kinds(_ operation: String) -> [FactKind]? {
        switch operation {
        case "is", "exists": FactKind.allCases
        case "one of": [.bool, .integer, .bytes, .duration, .version, .string, .date]
        case "at least", "at most", "below": [.integer, .bytes, .duration, .version, .date]
        case "matches": [.string, .version, .list, .paths]
        case "contains": [.string, .list, .paths]
        case "covers": [.list, .paths]
        default: nil
        }
    }
}
