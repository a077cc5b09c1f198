import Testing

@testable import MusterModel

/// What facts are compared with: written, named, other facts, sums.
struct LimitTests {
    private func holds(
        _ limit: Limit, _ value: FactValue = .bytes(Bytes("100 GB") ?? Bytes(0)),
        beside facts: [Fact] = []
    ) -> Truth {
        truth(
            of: .fact("cvmfs.cache.limit", .atLeast(limit)),
            over: facts + [fact("cvmfs.cache.limit", value)],
            limits: ["quota": .bytes(Bytes("20 GB") ?? Bytes(0))])
    }

    @Test func aNamedLimitIsTheProfiles() {
        #expect(holds(.named("quota"), .bytes(Bytes(20_000_000_000))) == .yes)
        #expect(holds(.named("quota"), .bytes(Bytes(19_999_999_999))) == .no)
        #expect(holds(.named("nobody")) == .unknown)
        #expect(holds(.named("quota"), .integer(.max)) == .unknown)
    }

    @Test(arguments: [(Int64(4), Truth.yes), (5, .yes), (6, .no), (.max, .unknown), (0, .yes)])
    func aFactScaledToAnotherUnit(_ cores: Int64, _ expected: Truth) {
        let limit = Limit.fact(
            "system.cpu.cores", times: Scale(20_000_000_000, kind: .bytes))
        #expect(holds(limit, beside: [fact("system.cpu.cores", .integer(cores))]) == expected)
    }

    @Test func aFactAsItIs() {
        let limit = Limit.fact("cvmfs.cache.disk-total", times: .one)
        let total = FactName("cvmfs.cache.disk-total")
        #expect(holds(limit, beside: [fact(total, .bytes(Bytes(5)))]) == .yes)
        #expect(holds(limit, beside: [fact(total, .integer(5))]) == .unknown)
        #expect(holds(limit, beside: [missing(total, .hung)]) == .unknown)
        #expect(holds(limit) == .unknown)
    }

    @Test func aSubjectsOwnFactIsTheLimitInsideAQuantifier() {
        let facts = [
            fact("cvmfs.repositories.list", .list(["a", "b"])),
            fact("cvmfs.repository.quota", of: "a", .integer(10)),
            fact("cvmfs.repository.quota", of: "b", .integer(30)),
            fact("cvmfs.repository.used", of: "a", .integer(9)),
            fact("cvmfs.repository.used", of: "b", .integer(9)),
        ]
        let within = Predicate.fact(
            "cvmfs.repository.used",
            .atLeast(.fact("cvmfs.repository.quota", times: Scale(9, over: 10))))
        let answer = evaluator(facts).evaluate(
            .every(
                Quantifier(
                    kind: "cvmfs.repository", roster: "cvmfs.repositories.list",
                    among: .observed, that: within)))
        #expect(answer.truth == .no)
        #expect(answer.cases.map(\.truth) == [.yes, .no])
        #expect(answer.evidence.map(\.wanted) == ["at least 27 (from cvmfs.repository.quota)"])
    }

    private func quotas(_ values: [FactValue?]) -> [Fact] {
        let names = values.indices.map { "r\($0)" }
        return [fact("cvmfs.repositories.list", .list(names))]
            + zip(names, values).compactMap { name, value in
                value.map { fact("cvmfs.repository.quota", of: name, $0) }
            }
    }

    private func sum(_ scale: Scale = .one) -> Limit {
        .sum("cvmfs.repository.quota", roster: "cvmfs.repositories.list", times: scale)
    }

    @Test func aSumIsOverEverySubject() {
        let sixty = FactValue.bytes(Bytes(60_000_000_000))
        let forty = FactValue.bytes(Bytes(40_000_000_000))
        #expect(holds(sum(), beside: quotas([sixty, forty])) == .yes)
        #expect(holds(sum(), beside: quotas([sixty, sixty])) == .no)
        #expect(holds(sum(Scale(5, over: 6)), beside: quotas([sixty, sixty])) == .yes)
    }

    @Test func aSumThatNobodyKnowsIsUnknown() {
        let big = FactValue.bytes(Bytes(.max))
        #expect(holds(sum(), beside: quotas([big, .bytes(Bytes(1))])) == .unknown)
        #expect(holds(sum(Scale(2)), beside: quotas([big])) == .unknown)
        #expect(holds(sum(), beside: quotas([big, nil])) == .unknown)
        #expect(holds(sum(), beside: quotas([nil, big])) == .unknown)
        #expect(holds(sum(), beside: quotas([.bytes(Bytes(1)), .integer(1)])) == .unknown)
        #expect(holds(sum(), beside: quotas([.string("x")])) == .unknown)
        #expect(holds(sum()) == .unknown)
        #expect(holds(sum(), beside: [missing("cvmfs.repositories.list", .hung)]) == .unknown)
    }

    /// The sum over no subjects is zero in every unit.
    @Test func aSumOverNobodyIsNothing() {
        #expect(holds(sum(), beside: quotas([])) == .yes)
        #expect(holds(sum(), .bytes(Bytes(0)), beside: quotas([])) == .yes)
        #expect(holds(sum(), .bytes(Bytes(-1)), beside: quotas([])) == .no)
        #expect(holds(sum(), .string("x"), beside: quotas([])) == .unknown)
    }

    @Test(arguments: [
        (Int64(10), Int64(3), Int64(2), Int64(15) as Int64?), (-7, 1, 2, -3), (7, 1, 2, 3),
        (.max, 1, 1, .max), (.max, 2, 2, nil), (.min, -1, 1, nil), (0, .max, 1, 0), (5, 0, 1, 0),
    ])
    func scalesAreExactOrUnknown(
        _ number: Int64, _ numerator: Int64, _ denominator: Int64, _ expected: Int64?
    ) {
        #expect(Scale(numerator, over: denominator).applied(to: number) == expected)
    }

    @Test func onlyNumbersScale() {
        let half = Scale(1, over: 2)
        #expect(FactValue.duration(.seconds(3)).scaled(by: half) == .duration(.milliseconds(1_500)))
        #expect(FactValue.bytes(Bytes(9)).scaled(by: half) == .bytes(Bytes(4)))
        #expect(FactValue.string("x").scaled(by: half) == nil)
        #expect(FactValue.string("x").scaled(by: .one) == .string("x"))
        #expect(FactValue.integer(2).scaled(by: Scale(1, kind: .version)) == nil)
    }

    @Test func limitsAreNamedInWords() {
        let over = evaluator(
            [fact("system.cpu.cores", .integer(2))], limits: ["quota": .integer(5)])
        let perCore = Limit.fact("system.cpu.cores", times: Scale(1_000_000_000, kind: .bytes))
        let words: [(Comparison, String)] = [
            (.equals(.string("v2")), "v2"), (.oneOf([.integer(1), .integer(2)]), "1 or 2"),
            (.atLeast(.named("quota")), "at least 5"), (.atMost(.named("x")), "at most unknown"),
            (.below(perCore), "below 2 GB (from system.cpu.cores)"),
            (.atLeast(sum()), "at least unknown (sum of cvmfs.repository.quota)"),
            (.matches(Glob("a*")), "like a*"), (.contains("x"), "with x"),
            (.exists(true), "present"), (.exists(false), "not present"),
            (.covers(["/b", "/a"]), "all of /a, /b"),
        ]
        for (comparison, text) in words { #expect(over.inWords(comparison) == text) }
    }
}
