import MusterModel
import Testing

/// A whole judgement: purity, order, verdict; and what a profile watches.
struct JudgeTests {
    private let facts = [
        fact("a.b.yes", .bool(true)), missing("a.b.unknown", .forbidden),
        fact("a.things.list", .list(["y", "x"])), fact("a.thing.good", of: "x", .bool(false)),
        fact("a.thing.good", of: "y", .bool(false)),
    ]

    private static let yes = Predicate.fact("a.b.yes", .equals(.bool(true)))
    private static let unknown = Predicate.fact("a.b.unknown", .equals(.bool(true)))

    private let checks = [
        check("z.pass", require: yes), check("y.off", when: .not(yes), require: yes),
        check("b.warn", .advised, require: .not(yes)), check("c.fail", require: .not(yes)),
        check("b.unknown", .advised, require: unknown), check("c.unknown", require: unknown),
        check(
            "b.fail", each: Check.Each(kind: "a.thing", roster: "a.things.list", among: .observed),
            require: .fact("a.thing.good", .equals(.bool(true)))),
        check("a.waived", require: .not(yes)), check("a.pass", .advised, require: yes),
    ]

    private let circumstances = Circumstances(
        waivers: [Waiver(check: "a.waived", reason: "r", owner: "o", until: day("2026-12-31"))],
        date: day("2026-06-15"))

    private func judged(_ checks: [Check], _ facts: [Fact]) -> Judgement {
        judge(sheet(facts), gauges: [], under: profile(checks), in: circumstances)
    }

    @Test func findingsComeWorstFirst() {
        let order = judged(checks, facts).findings.map {
            $0.check + ($0.subject.map { " " + $0 } ?? "")
        }
        #expect(
            order == [
                "b.fail x", "b.fail y", "c.fail", "c.unknown", "b.unknown", "b.warn", "a.waived",
                "z.pass", "a.pass", "y.off",
            ])
        #expect(
            Outcome.allCases.sorted { $0.rank < $1.rank }
                == [.fail, .unknown, .warn, .waived, .pass, .inapplicable])
    }

    @Test func judgingIsPureAndOrderOfInputDoesNotMatter() {
        let first = judged(checks, facts)
        #expect(judged(checks, facts) == first)
        #expect(judged(checks.reversed(), facts.reversed()) == first)
        #expect(first.profile == "trial" && first.title == "Trial")
        #expect(first.dated == day("2026-01-01"))
    }

    @Test func gaugesAreJudgedLikeStableFacts() {
        let required = [check("a", require: .fact("a.b.free", .atLeast(.value(.integer(5)))))]
        let verdicts = [4, 5].map { free in
            judge(
                sheet(facts), gauges: [fact("a.b.free", .integer(free))],
                under: profile(required), in: circumstances
            ).verdict
        }
        #expect(verdicts == [.unfit, .ready])
    }

    /// The checks that are there, and what they add up to.
    @Test(
        arguments: [
            ([], Verdict.ready), (["z.pass", "y.off", "a.waived", "a.pass"], .ready),
            (["z.pass", "b.warn"], .degraded), (["b.unknown"], .degraded),
            (["c.unknown"], .undetermined), (["c.unknown", "b.warn", "z.pass"], .undetermined),
            (["c.unknown", "c.fail"], .unfit), (["b.fail"], .unfit), (["y.off"], .ready),
        ] as [([String], Verdict)])
    func findingsAddUpToAVerdict(_ ids: [String], _ verdict: Verdict) {
        let chosen = checks.filter { ids.contains($0.id) }
        #expect(chosen.count == ids.count)
        #expect(judged(chosen, facts).verdict == verdict)
        #expect(Verdict(of: judged(chosen, facts).findings.reversed()) == verdict)
    }

    @Test func aNodeOfWhichNothingIsKnownIsNeverReady() {
        #expect(judged([checks[0]], []).verdict == .undetermined)
        #expect(judged([checks[6]], []).verdict == .undetermined)
        #expect(judged([check("a", require: .not(Self.yes))], []).verdict == .undetermined)
    }

    @Test func verdictsHaveAnOrderAndExitCodes() {
        #expect(Verdict.allCases.shuffled().sorted() == [.ready, .degraded, .undetermined, .unfit])
        #expect(Verdict.allCases.map(\.exitCode) == [0, 1, 3, 2])
    }

    @Test func evidenceIsWhatDecided() {
        let both = check("a", require: .all([Self.yes, Self.unknown, .not(Self.yes)]))
        let evidence = judged([both], facts).findings.flatMap(\.evidence)
        #expect(evidence.map(\.fact.key.name) == ["a.b.yes"])
        #expect(evidence.map(\.wanted) == ["not yes"] && evidence.map(\.truth) == [.no])
        let all = check("a", require: .all([Self.yes, Self.yes]))
        #expect(judged([all], facts).findings.flatMap(\.evidence).count == 1)
    }

    @Test func evidenceBehindTwoNotsIsAsAsked() {
        let twice = check("a", require: .not(.not(.fact("a.b.yes", .exists(false)))))
        let once = check("a", require: .not(.fact("a.b.yes", .exists(false))))
        let wanted = [twice, once].map { judged([$0], facts).findings.flatMap(\.evidence) }
        #expect(wanted.map { $0.map(\.wanted) } == [["not present"], ["present"]])
        #expect(wanted.map { $0.map(\.truth) } == [[.no], [.yes]])
    }

    @Test func aCheckNeedsTheProbesOfAllItsFacts() {
        let needy = check(
            "a", each: Check.Each(kind: "e.f", roster: "e.fs.list", among: .observed),
            when: .not(.unaffected(by: .about("kernel"))),
            require: .any([
                .some(quantifier([], that: .fact("g.h.i", .below(.fact("j.k.l", times: .one))))),
                .all([
                    .unaffected(by: .about("runtime.route")),
                    .unaffected(by: .ids(["x"], about: ["s.t"])),
                ]),
                .fact("m.n.o", .atMost(.sum("p.q.r", roster: "p.qs.list", times: .one))),
            ]),
            remedies: [
                Check.Remedy(when: .fact("z.z.z", .exists(true)), change: "x {y.y.y} {subject}")
            ])
        #expect(needy.areas == ["e", "kernel", "a", "g", "j", "runtime", "s", "m", "p"])
        #expect(needy.remedyAreas == ["z", "y"])
    }

    private func quantifier(_ names: [String], that predicate: Predicate = yes) -> Quantifier {
        Quantifier(
            kind: "a.thing", roster: "a.things.list", among: .listed(names), that: predicate)
    }

    @Test func aProfileWatchesEverySubjectItNames() {
        let nested = Quantifier(
            kind: "binds.bind", roster: "binds.binds.list", among: .listedAndDemanded(["/deep"]),
            that: Self.yes)
        let watched = profile([
            check(
                "a", each: Check.Each(kind: "e.f", roster: "e.fs.list", among: .listed(["each"])),
                when: .not(.some(quantifier(["when"]))),
                require: .all([
                    .any([.every(quantifier(["required"], that: .some(nested)))]),
                    .unaffected(by: .about("kernel")),
                ]),
                remedies: [
                    Check.Remedy(when: .some(quantifier(["remedy"])), change: "x {y.y.y} {subject}")
                ])
        ]).watchList
        #expect(
            watched.subjects == [
                "e.f": ["each"], "a.thing": ["when", "required", "remedy"], "binds.bind": ["/deep"],
            ])
    }

    @Test func aProfileThatNamesNobodyWatchesNobody() {
        let observing = check(
            "a", each: Check.Each(kind: "e.f", roster: "e.fs.list", among: .observed),
            require: .some(
                Quantifier(kind: "g.h", roster: "g.hs.list", among: .demanded, that: Self.yes)))
        #expect(profile([observing]).watchList == WatchList())
    }
}
