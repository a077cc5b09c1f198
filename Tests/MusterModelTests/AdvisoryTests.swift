import Testing

@testable import MusterModel

/// Published weaknesses and the conditions under which a subject has them.
struct AdvisoryTests {
    private let advisories = [
        Advisory(
            id: "CVE-1", title: "escape by setuid", about: "runtime.route",
            when: .all([
                .fact("runtime.route.mode", .equals(.string("setuid"))),
                .fact("runtime.route.version", .below(.value(.version(Version("1.3.6"))))),
            ]), remedy: "update", source: madeUp),
        Advisory(
            id: "CVE-2", title: "old kernel", about: "kernel",
            when: .fact(
                "kernel.release.version", .below(.value(.version(Version("5.14.0-503"))))),
            remedy: "update", source: madeUp),
    ]

    private func route(_ mode: String?, _ version: String) -> [Fact] {
        [
            mode.map { fact("runtime.route.mode", of: "a", .string($0)) }
                ?? missing("runtime.route.mode", of: "a", .forbidden),
            fact("runtime.route.version", of: "a", .version(Version(version))),
            fact("runtime.routes.list", .list(["a"])),
        ]
    }

    private func judged(_ selection: AdvisorySelection, _ facts: [Fact]) -> Evaluation {
        let circumstances = Circumstances(advisories: advisories, date: day("2026-06-15"))
        return evaluator(facts, in: circumstances).evaluate(
            .every(
                Quantifier(
                    kind: "runtime.route", roster: "runtime.routes.list", among: .observed,
                    that: .unaffected(by: selection))))
    }

    @Test(arguments: [
        ("setuid" as String?, "1.3.2-1.el9", Truth.no), ("setuid", "1.3.6-1.el9", .yes),
        ("setuid", "1.3.6-rc.1", .no), ("unprivileged", "1.3.2-1.el9", .yes),
        (nil, "1.3.2", .unknown), (nil, "1.3.6", .yes), ("setuid", "unknown", .unknown),
        ("unprivileged", "unknown", .yes),
    ])
    func conditionsDecideNotTheVersionAlone(_ mode: String?, _ version: String, _ truth: Truth) {
        #expect(judged(.about("runtime.route"), route(mode, version)).truth == truth)
        #expect(judged(.ids(["CVE-1"]), route(mode, version)).truth == truth)
    }

    @Test func evidenceNamesTheAdvisory() {
        let answer = judged(.about("runtime.route"), route("setuid", "1.3.2"))
        let wanted = Set(answer.evidence.map(\.wanted))
        #expect(wanted == ["not affected by CVE-1 (escape by setuid)"])
        #expect(Set(answer.evidence.map(\.truth)) == [.no])
        #expect(answer.evidence.count == 2)
    }

    @Test func onlyTheSelectedAdvisoriesAreAsked() {
        let facts = route("setuid", "1.3.2") + [fact("kernel.a.b", .bool(true))]
        #expect(judged(.ids([]), facts).truth == .yes)
        #expect(judged(.about("system"), facts).truth == .yes)
        #expect(judged(.ids(["CVE-2"]), facts).truth == .unknown)
        #expect(judged(.ids(["CVE-1", "CVE-2"]), facts).truth == .no)
    }

    /// Whoever does not know an advisory cannot say that nobody is affected.
    @Test func anAdvisoryThatIsNotThereIsUnknown() {
        let answer = judged(.ids(["CVE-3"]), route("unprivileged", "1.4.0"))
        #expect(answer.truth == .unknown)
        #expect(judged(.ids(["CVE-1", "CVE-3"]), route("setuid", "1.3.2")).truth == .no)
    }
}
