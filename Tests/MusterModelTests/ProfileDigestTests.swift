import Testing

@testable import MusterModel

/// The digest that a person pins covers all that decides a verdict, and nothing else.
struct ProfileDigestTests {
    private static let quota = Predicate.fact("cvmfs.cache.limit", .atLeast(.named("cache")))
    private static let affected = Predicate.unaffected(by: .about("runtime.route"))

    private static func advisory(
        _ id: String = "CVE-2023-1", about: String = "runtime.route", below: String = "1.2",
        doubt: Advisory.Doubt? = nil, words: String = "words"
    ) -> Advisory {
        Advisory(
            id: id, title: words, about: about,
            when: .fact("runtime.route.version", .below(.value(.version(Version(below))))),
            doubt: doubt, remedy: words, link: words, source: Source(words, day("2026-02-02")))
    }

    private static func trial(
        _ require: Predicate = quota, level: Check.Level = .required, id: String = "a.cache",
        each: Check.Each? = nil, when: Predicate? = nil, cache: FactValue = .bytes(Bytes(20)),
        more: [Check] = [], remedies: [Check.Remedy] = []
    ) -> Profile {
        let first = check(
            id, level, each: each, when: when, require: require, remedies: remedies)
        return profile(
            [first, check("b.routes", require: affected)] + more, limits: ["cache": cache])
    }

    private static let usual = trial().digest(with: [advisory()])

    /// Each of them could turn a verdict round.
    private static let others: [Profile] = [
        trial(level: .advised), trial(id: "a.other"), trial(cache: .bytes(Bytes(21))),
        trial(cache: .integer(20)), trial(when: quota), trial(.not(quota)),
        trial(.all([quota])), trial(.any([quota])),
        trial(.fact("cvmfs.cache.limit", .atMost(.named("cache")))),
        trial(.fact("cvmfs.cache.limit", .below(.named("cache")))),
        trial(.fact("cvmfs.cache.used", .atLeast(.named("cache")))),
        trial(.fact("cvmfs.cache.limit", .atLeast(.named("other")))),
        trial(.fact("cvmfs.cache.limit", .atLeast(.value(.bytes(Bytes(20)))))),
        trial(.fact("cvmfs.cache.limit", .atLeast(.value(.integer(20))))),
        trial(.fact("cvmfs.cache.limit", .atLeast(.fact("system.cpu.cores", times: .one)))),
        trial(.fact("cvmfs.cache.limit", .atLeast(.fact("system.cpu.cores", times: Scale(2))))),
        trial(
            .fact(
                "cvmfs.cache.limit",
                .atLeast(.fact("system.cpu.cores", times: Scale(2, kind: .bytes))))),
        trial(
            .fact(
                "cvmfs.cache.limit",
                .atLeast(
                    .sum("cvmfs.repository.quota", roster: "cvmfs.all.list", times: .one)))),
        trial(.fact("cvmfs.cache.limit", .equals(.integer(1)))),
        trial(.fact("cvmfs.cache.limit", .oneOf([.integer(1)]))),
        trial(.fact("cvmfs.cache.limit", .oneOf([.integer(1), .integer(2)]))),
        trial(.fact("cvmfs.cache.limit", .matches(Glob("a*")))),
        trial(.fact("cvmfs.cache.limit", .contains("a*"))),
        trial(.fact("cvmfs.cache.limit", .exists(true))),
        trial(.fact("cvmfs.cache.limit", .exists(false))),
        trial(.fact("cvmfs.cache.limit", .covers(["/a"]))),
        trial(.fact("cvmfs.cache.limit", .covers(["/a", "/b"]))),
        trial(.some(range(.observed))), trial(.every(range(.observed))),
        trial(.every(range(.demanded))), trial(.every(range(.listed(["x"])))),
        trial(.every(range(.listedAndDemanded(["x"])))),
        trial(.unaffected(by: .ids(["CVE-2023-1"]))),
        trial(each: Check.Each(kind: "a.b", roster: "a.b.all", among: .observed)),
        trial(each: Check.Each(kind: "a.b", roster: "a.b.all", among: .listed(["x"]))),
        trial(more: [check("c.more", .advised, require: quota)]),
        trial().reduced { $0.id != "a.cache" },
    ]

    private static func range(_ among: SubjectSelection) -> Quantifier {
        Quantifier(kind: "a.b", roster: "a.b.all", among: among, that: quota)
    }

    @Test func whatDecidesChangesItAndNoTwoAreAlike() {
        let digests = Self.others.map { $0.digest(with: [Self.advisory()]) } + [Self.usual]
        for (index, digest) in digests.enumerated() {
            #expect(!digests[..<index].contains(digest), "\(index)")
        }
    }

    /// A new CVE can make a node unfit that was ready.
    @Test func advisoriesThatAreAskedAboutCount() {
        let doubt = Advisory.Doubt(when: Self.quota, because: "because")
        for advisories in [
            [], [Self.advisory(), Self.advisory("CVE-2023-2")], [Self.advisory(below: "1.3")],
            [Self.advisory(doubt: doubt)], [Self.advisory("CVE-2023-3")],
        ] {
            #expect(Self.trial().digest(with: advisories) != Self.usual)
        }
        let stranger = Self.advisory("CVE-2023-2", about: "kernel")
        #expect(Self.trial().digest(with: [Self.advisory(), stranger]) == Self.usual)
        let both = [Self.advisory("CVE-2023-2"), Self.advisory()]
        #expect(Self.trial().digest(with: both) == Self.trial().digest(with: both.reversed()))
    }

    /// Anything that a person reads may be put better any day.
    @Test func wordsDoNot() {
        let one = Self.trial()
        let reworded = Profile(
            id: one.id, title: "Other words", dated: day("2027-01-01"), isDefault: false,
            limits: one.limits.mapValues {
                Profile.NamedLimit($0.value, Source("elsewhere", day("2020-01-01")), setIn: "x")
            },
            checks: one.checks.reversed().map {
                Check(
                    id: $0.id, title: "other", level: .advised, reason: "other",
                    sources: [], each: $0.each, when: $0.when, require: $0.require,
                    remedies: [Check.Remedy(when: Self.quota, change: "other")]
                ).weighing($0.level, amendment: "by somebody")
            })
        #expect(reworded.digest(with: [Self.advisory(words: "others")]) == Self.usual)
    }

    /// The form itself: what sites have pinned must not stop to fit because of us.
    @Test func theFormIsTheOneThatWasPinned() {
        let small = profile(
            [check("a.b", require: .fact("a.b.c", .atLeast(.named("x"))))],
            limits: ["x": .bytes(Bytes(5))])
        #expect(
            small.deciding(with: []).canonicalText
                == #"{"advisories":[],"checks":[{"id":"a.b","level":"required","#
                + #""require":{"fact":"a.b.c","is":{"at_least":{"limit":"x"}}}}],"#
                + #""format":"muster-profile/1","left_out":[],"limits":{"x":{"bytes":5}},"#
                + #""profile":"trial"}"#)
    }
}
