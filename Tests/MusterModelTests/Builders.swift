@testable public import MusterModel

extension FactName: ExpressibleByStringLiteral {
    /// A name written in a test.
    public init(stringLiteral text: StaticString) { self.init(literal: text) }
}

/// The day in `text`; 1970-01-01 where it is none, which no test wants.
func day(_ text: String) -> CalendarDate {
    CalendarDate(text) ?? CalendarDate(secondsSince1970: 0)
}

/// A fact with a value, from `/made/up`.
func fact(_ name: FactName, of subject: String? = nil, _ value: FactValue) -> Fact {
    Fact(FactKey(name, of: subject), .value(value), from: "/made/up")
}

/// A fact that could not be had.
func missing(
    _ name: FactName, of subject: String? = nil, _ reason: Absence.Reason
) -> Fact {
    Fact(FactKey(name, of: subject), .missing(Absence(reason, "made up")), from: "/made/up")
}

/// A sheet with one section for every area among `facts`.
func sheet(
    _ facts: [Fact], watching: [String: Set<String>] = [:],
    from vantage: Vantage = Vantage(.host, user: 0)
) -> Sheet {
    let areas = Dictionary(grouping: facts) { $0.key.name.area }
    return Sheet(
        sections: areas.map { Section(probe: $0, facts: $1) },
        watchList: WatchList(watching), vantage: vantage)
}

/// Named limits with the one source of the tests.
func named(_ limits: [String: FactValue]) -> [String: Profile.NamedLimit] {
    limits.mapValues { Profile.NamedLimit($0, madeUp) }
}

/// A source for what tests require.
let madeUp = Source("made up", day("2026-01-01"))

/// An evaluator over `facts`, on 2026-06-15.
func evaluator(
    _ facts: [Fact], watching: [String: Set<String>] = [:],
    limits: [String: FactValue] = [:],
    in circumstances: Circumstances = Circumstances(date: day("2026-06-15"))
) -> Evaluator {
    Evaluator(
        book: FactBook(sheet(facts, watching: watching), gauges: []), limits: named(limits),
        circumstances: circumstances)
}

/// What `predicate` comes to over `facts`.
func truth(
    of predicate: Predicate, over facts: [Fact], watching: [String: Set<String>] = [:],
    limits: [String: FactValue] = [:]
) -> Truth {
    evaluator(facts, watching: watching, limits: limits).evaluate(predicate).truth
}

/// A check with little to say beside what it requires.
func check(
    _ id: String, _ level: Check.Level = .required, each: Check.Each? = nil,
    when: Predicate? = nil, require: Predicate, remedies: [Check.Remedy] = []
) -> Check {
    Check(
        id: id, title: "title of \(id)", level: level, reason: "because", sources: [madeUp],
        each: each, when: when, require: require, remedies: remedies)
}

/// A profile of `checks`.
func profile(_ checks: [Check], limits: [String: FactValue] = [:]) -> Profile {
    Profile(
        id: "trial", title: "Trial", dated: day("2026-01-01"), limits: named(limits),
        checks: checks)
}

/// The findings of one check over `facts`.
func findings(
    of check: Check, over facts: [Fact], watching: [String: Set<String>] = [:],
    in circumstances: Circumstances = Circumstances(date: day("2026-06-15"))
) -> [Finding] {
    let judged = judge(
        sheet(facts, watching: watching), gauges: [], under: profile([check]), in: circumstances)
    return judged.findings
}

/// Text of `size` bytes or more from `part`, for everything that must stay quick.
func long(_ part: String, _ size: Int = 20_000) -> String {
    String(repeating: part, count: size / max(1, part.utf8.count) + 1)
}
