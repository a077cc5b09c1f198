package import MusterModel

extension [String: JSONValue] {
    /// A member with a text; none where there is no text.
    mutating func set(_ name: String, _ text: String?) {
        if let text { self[name] = .string(text) }
    }
}

extension Judgement {
    /// Profile, date, verdict and every finding, passed ones too; `left_out` names the
    /// checks that nobody wanted judged.
    var json: JSONValue {
        .object([
            "profile": .string(profile), "title": .string(title),
            "dated": .string(dated.description), "verdict": .string(verdict.rawValue),
            "partial": .bool(isPartial), "left_out": .array(leftOut.map(JSONValue.string)),
            "findings": .array(findings.map(\.json)),
        ])
    }
}

extension Finding {
    /// All of it; `hung` says that an unknown one waits for something that does
    /// not answer.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "check": .string(check), "title": .string(title), "level": .string(level.rawValue),
            "outcome": .string(outcome.rawValue), "hung": .bool(isHung),
            "reason": .string(reason), "sources": .array(sources.map(\.json)),
            "evidence": .array(evidence.map { json(of: $0) }),
            "cases": .array(cases.map { json(of: $0) }),
        ]
        members.set("subject", subject)
        members.set("remedy", remedy)
        members.set("amendment", amendment)
        if let waiver { members["waiver"] = waiver.json }
        return .object(members)
    }

    private func json(of evidence: Evidence) -> JSONValue {
        .object([
            "fact": evidence.fact.json, "wanted": .string(evidence.wanted),
            "truth": .string(evidence.truth.rawValue),
        ])
    }

    private func json(of one: Evaluation.Case) -> JSONValue {
        .object([
            "subject": .string(one.subject), "truth": .string(one.truth.rawValue),
            "evidence": .array(one.evidence.map { json(of: $0) }),
        ])
    }
}

extension Source {
    /// Document and date.
    var json: JSONValue {
        .object(["text": .string(text), "date": .string(date.description)])
    }
}

extension Waiver {
    /// All of it; without a subject it holds for every subject of the check.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "check": .string(check), "reason": .string(reason), "owner": .string(owner),
            "until": .string(until.description),
        ]
        members.set("subject", subject)
        return .object(members)
    }
}
