import Testing

@testable import MusterModel

/// What one check comes to: applicability, outcome, remedy, waiver.
struct FindingTests {
    private let installed = Predicate.fact("cvmfs.client.installed", .equals(.bool(true)))
    private let limited = Predicate.fact("cvmfs.cache.limited", .equals(.bool(true)))

    private func facts(installed: Bool?, limited: Bool?) -> [Fact] {
        [
            installed.map { fact("cvmfs.client.installed", .bool($0)) }
                ?? missing("cvmfs.client.installed", .forbidden),
            limited.map { fact("cvmfs.cache.limited", .bool($0)) }
                ?? missing("cvmfs.cache.limited", .timedOut),
        ]
    }

    /// Applies, holds, the outcome of a required and of an advised check.
    @Test(arguments: [
        (true as Bool?, true as Bool?, Outcome.pass, Outcome.pass), (true, false, .fail, .warn),
        (true, nil, .unknown, .unknown), (false, true, .inapplicable, .inapplicable),
        (false, false, .inapplicable, .inapplicable), (false, nil, .inapplicable, .inapplicable),
        (nil, true, .pass, .pass), (nil, false, .unknown, .unknown), (nil, nil, .unknown, .unknown),
    ])
    func applicabilityAndTruthMakeTheOutcome(
        _ applies: Bool?, _ holds: Bool?, _ required: Outcome, _ advised: Outcome
    ) throws {
        for (level, outcome) in [(Check.Level.required, required), (.advised, advised)] {
            let made = findings(
                of: check("cvmfs.cache", level, when: installed, require: limited),
                over: facts(installed: applies, limited: holds))
            #expect(made.map(\.outcome) == [outcome])
            #expect(made.first?.level == level && made.first?.subject == nil)
            #expect(made.first?.evidence.isEmpty == false)
        }
    }

    @Test func whatIsUnknownBecauseItHangsIsHung() {
        let require = check("a", require: limited)
        let hung = findings(of: require, over: [missing("cvmfs.cache.limited", .hung)])
        #expect(hung.map(\.isHung) == [true])
        let slow = findings(of: require, over: [missing("cvmfs.cache.limited", .timedOut)])
        #expect(slow.map(\.isHung) == [false])
    }

    private func hungBind(_ details: [String]) -> [Finding] {
        let bind = check(
            "binds.required",
            require: .all([
                .fact("binds.bind.exists", .equals(.bool(true))),
                .fact("binds.bind.readable", .equals(.bool(true))),
            ]),
            remedies: [Check.Remedy(change: "make it")])
        let names: [FactName] = ["binds.bind.exists", "binds.bind.readable"]
        return findings(
            of: bind,
            over: zip(names, details).map {
                Fact(FactKey($0), .missing(Absence(.hung, $1)), from: "/made/up")
            })
    }

    /// Nothing has to be made that is only not known to be there.
    @Test func whatHangsIsToBeFreedBeforeAnythingElse() {
        let made = hungBind(["/mnt (nfs) does not answer", "/mnt (nfs) does not answer"])
        #expect(
            made.map(\.remedy) == [
                "Free the mount first, muster explain mounts.answer tells how: "
                    + "/mnt (nfs) does not answer."
            ])
        #expect(made.map { $0.evidence.map(\.fact.key.name.text) } == [["binds.bind.exists"]])
    }

    @Test func twoMountsThatHangAreBothEvidence() {
        #expect(hungBind(["/a hangs", "/b hangs"]).map(\.evidence.count) == [2])
    }

    /// The check about the mount itself knows best.
    @Test func aMountThatHangsKeepsItsOwnRemedy() {
        let made = findings(
            of: check(
                "mounts.answer", require: .fact("mounts.mount.answers", .equals(.bool(true))),
                remedies: [Check.Remedy(change: "abort it")]),
            over: [missing("mounts.mount.answers", .hung)])
        #expect(made.map(\.remedy) == ["abort it"])
    }

    private static let mounted = check(
        "cvmfs.mounted",
        each: Check.Each(
            kind: "cvmfs.repository", roster: "cvmfs.repositories.list", among: .observed),
        when: .fact("cvmfs.client.installed", .equals(.bool(true))),
        require: .fact("cvmfs.repository.mounted", .equals(.bool(true))),
        remedies: [
            Check.Remedy(
                when: .fact("cvmfs.repository.configured", .equals(.bool(false))),
                change: "add {subject} to CVMFS_REPOSITORIES"),
            Check.Remedy(change: "look at {subject}: {cvmfs.repository.host}"),
        ])

    private static let repositories = [
        fact("cvmfs.client.installed", .bool(true)),
        fact("cvmfs.repositories.list", .list(["c", "a", "b"])),
        fact("cvmfs.repository.mounted", of: "a", .bool(true)),
        fact("cvmfs.repository.mounted", of: "b", .bool(false)),
        fact("cvmfs.repository.configured", of: "b", .bool(false)),
        missing("cvmfs.repository.mounted", of: "c", .hung),
        fact("cvmfs.repository.configured", of: "c", .bool(true)),
        fact("cvmfs.repository.host", of: "c", .string("http://{subject}")),
    ]

    @Test func aCheckForEachSubjectHasAFindingForEach() {
        let made = findings(of: Self.mounted, over: Self.repositories)
        #expect(made.map(\.subject) == ["b", "c", "a"])
        #expect(made.map(\.outcome) == [.fail, .unknown, .pass])
    }

    @Test func theFirstFittingRemedyIsFilledForItsSubject() {
        let made = findings(of: Self.mounted, over: Self.repositories)
        #expect(
            made.map(\.remedy) == [
                "add b to CVMFS_REPOSITORIES",
                "Free the mount first, muster explain mounts.answer tells how: made up.", nil,
            ]
        )
    }

    @Test func noSubjectsNoFindings() {
        let nobody = [
            fact("cvmfs.client.installed", .bool(true)), fact("cvmfs.repositories.list", .list([])),
        ]
        #expect(findings(of: Self.mounted, over: nobody).isEmpty)
    }

    @Test func anUnknownRosterIsOneUnknownFinding() {
        let roster = missing("cvmfs.repositories.list", .hung)
        let made = findings(
            of: Self.mounted, over: [fact("cvmfs.client.installed", .bool(true)), roster])
        #expect(made.map(\.outcome) == [.unknown] && made.map(\.subject) == [nil])
        #expect(made.map(\.isHung) == [true])
    }

    /// Where the node's own facts rule the check out, nobody has to know the roster.
    @Test func anInapplicableCheckNeedsNoRoster() {
        let roster = missing("cvmfs.repositories.list", .absent)
        let made = findings(
            of: Self.mounted, over: [fact("cvmfs.client.installed", .bool(false)), roster])
        #expect(made.map(\.outcome) == [.inapplicable])
    }

    /// A condition on the subjects themselves is not known without them.
    @Test func aSubjectsConditionIsUnknownWithoutARoster() {
        let conditional = check(
            "a", each: Self.mounted.each,
            when: .fact("cvmfs.repository.configured", .exists(true)),
            require: Self.mounted.require)
        let made = findings(of: conditional, over: [missing("cvmfs.repositories.list", .hung)])
        #expect(made.map(\.outcome) == [.unknown])
    }

    @Test(arguments: [
        ("plain", "plain"), ("{subject}", "it"), ("{limit:quota}", "20 GB"),
        ("{cvmfs.cache.limited}", "no"), ("a {b", "a {b"),
        ("a } b", "a } b"), ("{}", "{}"), ("x={cvmfs.cache.limited}{", "x=no{"), ("", ""),
        ("${HOME} {cvmfs.cache.limited}", "${HOME} no"),
        ("${home} { userns, } {a,b} {{cvmfs.cache.limited}}", "${home} { userns, } {a,b} {no}"),
    ])
    func remedyWordsStandForWhatWasFound(_ change: String, _ filled: String) {
        let required = check(
            "a", require: limited, remedies: [Check.Remedy(change: change)])
        let judged = judge(
            sheet(facts(installed: true, limited: false)), gauges: [],
            under: profile([required], limits: ["quota": .bytes(Bytes(20_000_000_000))]),
            in: Circumstances(date: day("2026-06-15")))
        #expect(judged.findings.map(\.remedy) == [filled])
    }

    private func remedies(_ changes: String...) -> [String?] {
        findings(
            of: check(
                "a", require: limited, remedies: changes.map { Check.Remedy(when: nil, change: $0) }
            ),
            over: facts(installed: nil, limited: false)
        ).map(\.remedy)
    }

    /// An absence in words would stand where a shell expects an argument.
    @Test func aRemedyThatCannotBeFilledGivesWayToTheNext() {
        #expect(
            remedies("rm {cvmfs.cache.base}", "look at {cvmfs.cache.limited}") == ["look at no"])
        #expect(remedies("write {limit:nobody}", "look") == ["look"])
        #expect(
            remedies("{cvmfs.client.installed} {cvmfs.cache.base}", "{cvmfs.cache.base}") == [
                "No line can be named, because cvmfs.client.installed is not known (forbidden): "
                    + "see muster explain cvmfs.client.installed."
            ])
        #expect(
            remedies("{cvmfs.cache.base}") == [
                "No line can be named, because cvmfs.cache.base is not known (absent): "
                    + "see muster explain cvmfs.cache.base."
            ])
    }

    @Test(arguments: [
        ("/data", "/data"), ("/a b", "/a b"), ("/x;reboot", "'/x;reboot'"),
        ("$(id)", "'$(id)'"), ("it's", "'it'\\''s'"), ("a|b", "'a|b'"), ("é", "é"),
    ])
    func whatAShellWouldActOnIsQuoted(_ found: String, _ shown: String) {
        let made = findings(
            of: check(
                "a", require: limited,
                remedies: [Check.Remedy(change: "umount {cvmfs.cache.base}")]),
            over: facts(installed: true, limited: false)
                + [fact("cvmfs.cache.base", .string(found))])
        #expect(made.map(\.remedy) == ["umount \(shown)"])
    }

    @Test func remediesListTheirWords() {
        #expect(RemedyText("a {b} {c.d.e}{limit:x} {f").words == ["b", "c.d.e", "limit:x"])
        #expect(RemedyText("${a} {A} { a } {}").words.isEmpty)
        #expect(RemedyText("").words.isEmpty)
    }

    @Test func aRemedyWhoseSituationIsUnknownIsNotShown() {
        let doubtful = check(
            "a", require: limited, remedies: [Check.Remedy(when: installed, change: "restart")])
        let made = findings(of: doubtful, over: facts(installed: nil, limited: false))
        #expect(made.map(\.remedy) == [nil] && made.map(\.outcome) == [.fail])
    }

    private func waived(
        _ subject: String?, until: String, on date: String, check id: String = "cvmfs.mounted"
    ) -> [Outcome] {
        let waiver = Waiver(
            check: id, subject: subject, reason: "drain", owner: "site", until: day(until))
        return findings(
            of: Self.mounted, over: Self.repositories,
            in: Circumstances(waivers: [waiver], date: day(date))
        ).sorted { ($0.subject ?? "") < ($1.subject ?? "") }.map(\.outcome)
    }

    /// The outcomes of a, b and c.
    @Test func aWaiverHoldsThroughItsLastDay() {
        let open = [Outcome.pass, .fail, .unknown]
        #expect(waived("b", until: "2026-02-28", on: "2026-02-28") == [.pass, .waived, .unknown])
        #expect(waived("b", until: "2026-02-28", on: "2026-03-01") == open)
        #expect(waived("b", until: "2026-02-28", on: "2024-02-29") == [.pass, .waived, .unknown])
        #expect(waived(nil, until: "2026-12-31", on: "2026-12-31") == [.pass, .waived, .waived])
        #expect(waived("x", until: "2026-12-31", on: "2026-01-01") == open)
        #expect(waived(nil, until: "2026-12-31", on: "2026-01-01", check: "cvmfs") == open)
    }

    @Test func aWaivedFindingKeepsItsRemedyAndNamesTheWaiver() {
        let waiver = Waiver(check: "a", reason: "drain", owner: "site", until: day("2026-12-31"))
        let ended = Waiver(check: "a", reason: "old", owner: "site", until: day("2025-12-31"))
        let made = findings(
            of: check("a", require: limited, remedies: [Check.Remedy(change: "do")]),
            over: facts(installed: true, limited: false),
            in: Circumstances(waivers: [ended, waiver], date: day("2026-06-15")))
        #expect(made.map(\.waiver) == [waiver] && made.map(\.remedy) == ["do"])
        let one = Waiver(
            check: "a", subject: "b", reason: "", owner: "", until: day("2026-12-31"))
        #expect(!one.covers(check: "a", subject: nil, on: day("2026-01-01")))
    }
}
