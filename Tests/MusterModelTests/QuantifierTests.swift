import Testing

@testable import MusterModel

/// Some and every, over subjects found, listed and demanded.
struct QuantifierTests {
    private let facts = [
        fact("runtime.routes.list", .list(["apptainer-setuid", "podman-rootless"])),
        fact("runtime.route.mode", of: "apptainer-setuid", .string("setuid")),
        fact("runtime.route.enabled", of: "apptainer-setuid", .bool(true)),
        fact("runtime.route.mode", of: "podman-rootless", .string("unprivileged")),
        fact("runtime.route.enabled", of: "podman-rootless", .bool(false)),
    ]

    private func routes(
        _ among: SubjectSelection = .observed, that predicate: Predicate
    ) -> Quantifier {
        Quantifier(
            kind: "runtime.route", roster: "runtime.routes.list", among: among, that: predicate)
    }

    private func mode(_ mode: String) -> Predicate {
        .fact("runtime.route.mode", .equals(.string(mode)))
    }

    private let enabled = Predicate.fact("runtime.route.enabled", .equals(.bool(true)))

    /// Each half is true of some route, both of none.
    @Test func theWholePredicateIsAboutOneSubject() {
        let both = Predicate.all([mode("unprivileged"), enabled])
        #expect(truth(of: .some(routes(that: both)), over: facts) == .no)
        #expect(truth(of: .some(routes(that: enabled)), over: facts) == .yes)
        #expect(truth(of: .every(routes(that: enabled)), over: facts) == .no)
        let either = Predicate.any([mode("unprivileged"), enabled])
        #expect(truth(of: .every(routes(that: either)), over: facts) == .yes)
    }

    @Test func casesNameEverySubjectAndEvidenceTheDecisiveOnes() {
        let answer = evaluator(facts).evaluate(.some(routes(that: enabled)))
        #expect(answer.cases.map(\.subject) == ["apptainer-setuid", "podman-rootless"])
        #expect(answer.cases.map(\.truth) == [.yes, .no])
        #expect(answer.evidence.map(\.fact.key.subject) == ["apptainer-setuid"])
        let none = evaluator(facts).evaluate(.some(routes(that: mode("daemon"))))
        #expect(none.truth == .no && none.evidence.count == 2)
    }

    @Test func overNobodyEveryHoldsAndSomeDoesNot() {
        let nobody = [fact("runtime.routes.list", .list([]))]
        #expect(truth(of: .every(routes(that: enabled)), over: nobody) == .yes)
        let some = evaluator(nobody).evaluate(.some(routes(that: enabled)))
        #expect(some.truth == .no)
        #expect(some.evidence.map(\.wanted) == ["at least one"])
        #expect(some.evidence.map(\.fact.key.name) == ["runtime.routes.list"])
    }

    @Test(arguments: [
        missing("runtime.routes.list", .hung), missing("runtime.routes.list", .absent),
        fact("runtime.routes.list", .string("apptainer-setuid")),
        fact("runtime.other.list", .list([])), fact("kernel.a.b", .bool(true)),
    ])
    func anUnknownRosterIsUnknownNeverEmpty(_ roster: Fact) {
        for predicate in [
            Predicate.some(routes(that: enabled)), .every(routes(that: enabled)),
            .not(.some(routes(that: enabled))),
        ] {
            let answer = evaluator([roster]).evaluate(predicate)
            #expect(answer.truth == .unknown)
            #expect(answer.evidence.map(\.wanted) == ["known"])
        }
    }

    @Test func aListedSubjectThatNobodyWatchedIsUnknown() {
        let listed = SubjectSelection.listed(["apptainer-setuid", "docker"])
        let answer = evaluator(facts).evaluate(.every(routes(listed, that: enabled)))
        #expect(answer.truth == .unknown)
        #expect(answer.evidence.map(\.fact.reading.absence?.reason) == [.notWatched])
        #expect(truth(of: .some(routes(listed, that: enabled)), over: facts) == .yes)
    }

    /// Asked for, looked at, not there: that is known.
    @Test func aListedSubjectThatWasWatchedMayBeAbsent() {
        let there = routes(
            .listed(["docker"]), that: .fact("runtime.route.mode", .exists(true)))
        let watching = ["runtime.route": Set(["docker"])]
        #expect(truth(of: .every(there), over: facts, watching: watching) == .no)
        #expect(truth(of: .every(there), over: facts) == .unknown)
    }

    @Test func listedSubjectsNeedNoRoster() {
        let facts = [fact("runtime.route.enabled", of: "docker", .bool(true))]
        let every = Predicate.every(routes(.listed(["docker"]), that: enabled))
        #expect(truth(of: every, over: facts) == .yes)
    }

    private func binds(_ among: SubjectSelection) -> [String]? {
        let circumstances = Circumstances(
            demands: [
                Demand(origin: "queue A", binds: [.init("/data", to: "/mnt"), .init("/cvmfs")]),
                Demand(origin: "queue B", binds: [.init("/data", options: "ro")]),
            ], date: day("2026-06-15"))
        return try? evaluator([], in: circumstances)
            .subjects(among, of: "binds.bind", roster: "binds.binds.list").get()
    }

    @Test func demandedSubjectsAreTheSourcesOfBinds() {
        #expect(binds(.demanded) == ["/cvmfs", "/data"])
        #expect(binds(.listedAndDemanded(["/etc", "/data"])) == ["/cvmfs", "/data", "/etc"])
        #expect(binds(.listed(["/z", "/a"])) == ["/z", "/a"])
        #expect(binds(.observed) == nil)
        let bind = Demand.Bind("/data")
        #expect(bind.destination == "/data" && bind.options.isEmpty)
    }

    @Test func demandedImagesAreThoseThatAreNamed() throws {
        let circumstances = Circumstances(
            demands: [
                Demand(origin: "queue", binds: [.init("/data")]),
                Demand(origin: "--images", binds: [], images: ["/b", "/a"]),
            ], date: day("2026-06-15"))
        let found = try evaluator([], in: circumstances)
            .subjects(.demanded, of: "images.image", roster: "images.images.list").get()
        #expect(found == ["/a", "/b"])
    }

    @Test func demandedByNobodyIsNobody() {
        let every = Quantifier(
            kind: "binds.bind", roster: "binds.binds.list", among: .demanded,
            that: .fact("binds.bind.exists", .equals(.bool(true))))
        #expect(truth(of: .every(every), over: []) == .yes)
    }

    /// A route's mode against the mode of every bind: both subjects stay in sight.
    @Test func quantifiersNest() {
        let inner = Quantifier(
            kind: "binds.bind", roster: "binds.binds.list", among: .observed,
            that: .any([enabled, .fact("binds.bind.readable", .equals(.bool(true)))]))
        let more =
            facts + [
                fact("binds.binds.list", .list(["/a", "/b"])),
                fact("binds.bind.readable", of: "/a", .bool(true)),
                fact("binds.bind.readable", of: "/b", .bool(false)),
            ]
        let outer = evaluator(more).evaluate(.every(routes(that: .every(inner))))
        #expect(outer.truth == .no)
        #expect(outer.cases.map(\.subject) == ["apptainer-setuid", "podman-rootless"])
        #expect(outer.cases.map(\.truth) == [.yes, .no])
        #expect(
            Set(outer.evidence.map(\.fact.key.subject)) == ["/b", "podman-rootless"])
    }
}
