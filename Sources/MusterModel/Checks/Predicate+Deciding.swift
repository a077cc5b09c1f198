extension Predicate {
    /// The predicate as canonical JSON, for the digest of a profile.
    var deciding: JSONValue {
        switch self {
        case .all(let parts): .object(["all": .array(parts.map(\.deciding))])
        case .any(let parts): .object(["any": .array(parts.map(\.deciding))])
        case .not(let part): .object(["not": part.deciding])
        case .fact(let name, let comparison):
            .object(["fact": .string(name.text), "is": comparison.deciding])
        case .some(let range): .object(["some": range.deciding])
        case .every(let range): .object(["every": range.deciding])
        case .unaffected(let selection): .object(["unaffected": selection.deciding])
        }
    }

    /// The advisories that it asks about, at any depth.
    var selections: [AdvisorySelection] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.selections)
        case .not(let part): part.selections
        case .some(let range), .every(let range): range.that.selections
        case .unaffected(let selection): [selection]
        case .fact: []
        }
    }
}

extension Quantifier {
    fileprivate var deciding: JSONValue {
        .object([
            "kind": .string(kind), "roster": .string(roster.text), "among": among.deciding,
            "that": that.deciding,
        ])
    }
}

extension SubjectSelection {
    /// The selection as canonical JSON; the order of listed subjects means nothing.
    var deciding: JSONValue {
        switch self {
        case .observed: .string("observed")
        case .demanded: .string("demanded")
        case .listed(let names):
            .object(["listed": .array(names.sorted().map(JSONValue.string))])
        case .listedAndDemanded(let names):
            .object(["listed_and_demanded": .array(names.sorted().map(JSONValue.string))])
        }
    }
}

extension AdvisorySelection {
    /// Of single ones the ids say all.
    fileprivate var deciding: JSONValue {
        switch self {
        case .about(let kind): .object(["about": .string(kind)])
        case .ids(let ids, _): .object(["ids": .array(ids.sorted().map(JSONValue.string))])
        }
    }
}

extension Comparison {
    fileprivate var deciding: JSONValue {
        switch self {
        case .equals(let value): .object(["equals": value.deciding])
        case .oneOf(let values): .object(["one_of": .array(values.map(\.deciding))])
        case .atLeast(let limit): .object(["at_least": limit.deciding])
        case .atMost(let limit): .object(["at_most": limit.deciding])
        case .below(let limit): .object(["below": limit.deciding])
        case .matches(let glob): .object(["matches": .string(glob.pattern)])
        case .contains(let part): .object(["contains": .string(part)])
        case .exists(let wanted): .object(["exists": .bool(wanted)])
        case .covers(let paths):
            .object(["covers": .array(paths.sorted().map(JSONValue.string))])
        }
    }
}

extension Limit {
    fileprivate var deciding: JSONValue {
        switch self {
        case .value(let value): value.deciding
        case .named(let name): .object(["limit": .string(name)])
        case .fact(let name, let scale):
            .object(["fact": .string(name.text), "times": scale.deciding])
        case .sum(let name, let roster, let scale):
            .object([
                "sum": .string(name.text), "roster": .string(roster.text),
                "times": scale.deciding,
            ])
        }
    }
}

extension Scale {
    fileprivate var deciding: JSONValue {
        .array([
            .integer(numerator), .integer(denominator), kind.map { .string($0.rawValue) } ?? .null,
        ])
    }
}

extension FactValue {
    /// The value with its kind: 5 bytes are not the number 5.
    var deciding: JSONValue { .object([kind.rawValue: json]) }
}
