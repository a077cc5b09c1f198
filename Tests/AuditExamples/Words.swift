public import MusterModel

/// A fact's name written in a test.
public func name(_ text: StaticString) -> FactName { FactCard(text, .string, "").name }

/// An observed fact.
public func fact(
    _ text: StaticString, of subject: String? = nil, _ value: FactValue, from origin: String = ""
) -> Fact {
    Fact(FactKey(name(text), of: subject), .value(value), from: origin)
}

/// A fact that could not be had.
public func fact(
    _ text: StaticString, of subject: String? = nil, missing reason: Absence.Reason,
    _ detail: String = ""
) -> Fact {
    Fact(FactKey(name(text), of: subject), .missing(Absence(reason, detail)), from: "")
}

/// The day on which all examples are judged: 2026-11-23.
public let today = CalendarDate(secondsSince1970: 1_795_392_000)

/// The last day of the examples' waivers: 2027-01-31.
public let waiverEnd = CalendarDate(secondsSince1970: 1_801_353_600)

extension Check {
    /// A check with the words that tests do not look at filled in.
    public static func example(
        _ id: String, _ title: String, level: Level = .required, each: Each? = nil,
        require: Predicate, change: String? = nil, source: String = "an agreed document"
    ) -> Check {
        Check(
            id: id, title: title, level: level, reason: "containers need it",
            sources: [Source(source, today)], each: each, require: require,
            remedies: change.map { [Remedy(change: $0)] } ?? [])
    }
}

extension Profile {
    /// A profile of `checks`, dated today.
    public static func example(_ id: String, _ checks: [Check]) -> Profile {
        Profile(id: id, title: "What \(id) asks", dated: today, limits: [:], checks: checks)
    }
}
