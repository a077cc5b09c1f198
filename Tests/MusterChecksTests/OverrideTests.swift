import MusterModel
import Testing

@testable import MusterChecks

/// What a site's file, or a VO's, makes of the profiles that it includes.
struct OverrideTests {
    private func file(_ more: String, id: String = "mine", includes: String = "[baseline]")
        -> CheckFile
    {
        CheckFile(
            name: "/etc/muster/checks.d/\(id).yaml",
            text: """
                format: muster-checks/1
                profile: \(id)
                title: ours
                dated: 2026-11-23
                includes: \(includes)
                \(more)
                """)
    }

    private func library(_ files: CheckFile...) -> ChecksLibrary {
        ChecksLibrary(CheckFile.builtIn + files, vocabulary: TestVocabulary.all)
    }

    private func finding(_ id: String, _ library: ChecksLibrary, _ node: Node) throws -> Finding {
        let profile = try #require(library.profile("mine"), "\(library.errors)")
        let date = try #require(CalendarDate("2026-11-23"))
        let circumstances = Circumstances(advisories: library.advisories, date: date)
        let findings = node.judged(under: profile, in: circumstances).findings
        return try #require(findings.first { $0.check == id })
    }

    @Test func aLimitOfASiteIsNamedWithItsFile() throws {
        let strict = library(
            file("limits: {cvmfs.cache: {value: 50 GB, source: {text: t, date: 2026-01-01}}}"))
        let found = try finding("cvmfs.cache", strict, .healthy)
        #expect(found.outcome == .warn)
        #expect(
            found.evidence.map(\.wanted) == [
                "at least 50 GB (limit cvmfs.cache by /etc/muster/checks.d/mine.yaml)"
            ])
        let same = library(
            file("limits: {cvmfs.cache: {value: 20 GB, source: {text: t, date: 2026-01-01}}}"))
        #expect(
            try finding("cvmfs.cache", same, .healthy).evidence.map(\.wanted).contains(
                "at least 20 GB"))
    }

    @Test func aLevelOfASiteWeighsAndSaysWhy() throws {
        let strict = library(
            file("levels: {cvmfs.cache: {level: required, reason: images are large}}"))
        let small = Node.healthy.with(["cvmfs.cache.limit": "4000 MiB"])
        let found = try finding("cvmfs.cache", strict, small)
        #expect(found.outcome == .fail)
        #expect(
            found.amendment
                == "required instead of advised by /etc/muster/checks.d/mine.yaml: images are large"
        )
        #expect(strict.profile("baseline")?.checks.contains { $0.amendment != nil } == false)
    }

    @Test func anExclusionTakesChecksAwayForItsProfileAlone() throws {
        let without = library(
            file("without: [{check: 'cvmfs.*', reason: none here}, {check: userns.net, reason: r}]")
        )
        let profile = try #require(without.profile("mine"))
        #expect(!profile.checks.contains { $0.id.hasPrefix("cvmfs.") || $0.id == "userns.net" })
        #expect(profile.checks.contains { $0.id == "runtime.route" })
        #expect(without.profile("baseline")?.checks.contains { $0.id == "cvmfs.cache" } == true)
    }

    /// Whoever includes two profiles gets what either of them asks.
    @Test func whatAnotherInclusionAsksIsAsked() throws {
        let both = library(file("", includes: "[hpc, atlas]"))
        let profile = try #require(both.profile("mine"), "\(both.errors)")
        #expect(profile.checks.contains { $0.id == "cvmfs.installed" })
        #expect(profile.checks.contains { $0.id == "hpc.binds" })
    }

    @Test(arguments: [
        (
            "without: [{check: cvmfs.cash, reason: r}]",
            ":6:19: \"cvmfs.cash\" excludes none of the included checks; did you mean \"cvmfs.cache\"?"
        ),
        ("without: [{check: cvmfs.cache}]", ":6:11: an exclusion without \"reason\""),
        ("without: cvmfs.cache", ":6:10: \"cvmfs.cache\", \"without\" is a list"),
        (
            "levels: {cvmfs.cash: {level: required, reason: r}}",
            ":6:10: a level for \"cvmfs.cash\", which is no included check; did you mean \"cvmfs.cache\"?"
        ),
        (
            "levels: {cvmfs.cache: {level: advised, reason: r}}",
            ":6:10: \"cvmfs.cache\" is advised already"
        ),
        (
            "levels: {cvmfs.cache: {level: must, reason: r}}",
            ":6:31: \"must\", a check's level is one of required and advised"
        ),
        ("levels: {cvmfs.cache: {level: required}}", ":6:23: a changed level without \"reason\""),
        ("default: maybe", ":6:10: \"maybe\", yes or no is needed"),
    ])
    func aWrongOverrideIsRefusedAtItsPlace(more: String, message: String) {
        let lint = ChecksLint(CheckFile.builtIn + [file(more)], vocabulary: TestVocabulary.all)
        #expect(lint.errors.map(\.description) == ["/etc/muster/checks.d/mine.yaml" + message])
        #expect(library(file(more)).profile("mine") == nil)
    }

    @Test func anOverrideWithoutAnInclusionIsRefused() {
        let lone = library(file("levels: {a.b: {level: required, reason: r}}", includes: "[]"))
        #expect(lone.errors.map(\.code) == [.shape])
    }

    @Test func profilesThatWeighACheckDifferentlyNeedADecision() {
        let clash = library(file("", includes: "[baseline, osg]"))
        #expect(
            clash.errors.map(\.description) == [
                "/etc/muster/checks.d/mine.yaml:5:22: check \"runtime.bind-points\" is required "
                    + "here and advised in a profile included before; state the one that counts "
                    + "under \"levels\""
            ])
        let levels = "levels: {runtime.bind-points: {level: required, reason: as osg}}"
        #expect(library(file(levels, includes: "[baseline, osg]")).errors.isEmpty)
    }

    /// Nothing would speak against any node.
    @Test func whatLeavesOutEveryCheckIsAMistake() {
        let bare = library(file("without: [{check: '*', reason: none here}]"))
        #expect(bare.profile("mine") == nil && bare.profile("baseline") != nil)
        #expect(
            bare.errors.map(\.description) == [
                "/etc/muster/checks.d/mine.yaml:2:10: profile \"mine\" without a check, every node "
                    + "would be ready"
            ])
    }

    @Test func aSiteIsJudgedByDefaultUnlessItSaysNo() {
        #expect(library(file("")).profile("mine")?.isDefault == true)
        #expect(library(file("default: no")).profile("mine")?.isDefault == false)
        let byDefault = library().profiles.filter(\.isDefault).map(\.id)
        #expect(byDefault == ["baseline", "atlas"])
    }
}
