import MusterModel
import Testing

@testable import MusterChecks

/// A bundle between what is built in and what is a site's own.
@Suite struct BundleLibraryTests {
    private func bundle(_ texts: String...) throws -> CheckBundle {
        try CheckBundle(
            version: 3, made: 1,
            files: texts.enumerated().map { .init(name: "f\($0).yaml", text: $1) })
    }

    private func library(
        _ builtIn: [String], _ bundle: CheckBundle?, own: [String] = []
    ) -> ChecksLibrary {
        func files(_ texts: [String], _ folder: String) -> [CheckFile] {
            texts.enumerated().map { CheckFile(name: "\(folder)/\($0).yaml", text: $1) }
        }
        return ChecksLibrary(
            files(builtIn, "checks"), under: bundle, files(own, "/etc/muster/checks.d"),
            vocabulary: TestVocabulary.all)
    }

    private let built = Samples.profile(Samples.check("{userns.limit.user: {at least: 1}}"))

    @Test func aProfileStandsInForTheBuiltInOne() throws {
        let other = Samples.profile(Samples.check("{userns.limit.user: {at least: 9}}", id: "c.d"))
        let library = library([built], try bundle(other))
        #expect(library.errors.isEmpty && library.profiles.count == 1)
        #expect(library.profile("p")?.checks.map(\.id) == ["c.d"])
        #expect(self.library([built], nil).profile("p")?.checks.map(\.id) == ["a.b"])
    }

    @Test func advisoriesAreAddedAndCorrected() throws {
        let corrected = Samples.advisories.replacing("below: 2.0", with: "below: 3.0")
        let more = Samples.advisories.replacing("2026-0001", with: "2026-0002")
        let library = library([built, Samples.advisories], try bundle(corrected, more))
        #expect(library.errors.isEmpty)
        #expect(library.advisories.map(\.id) == ["CVE-2026-0001", "CVE-2026-0002"])
        let before = self.library([built, Samples.advisories], nil).advisories
        #expect(library.advisories[0] != before[0], "the corrected one counts")
    }

    @Test func twoOfABundleAreAMistake() throws {
        let library = library([built, Samples.advisories], try bundle(built, built))
        #expect(library.errors.map(\.description).joined().contains("bundle 3/f1.yaml:2:"))
        let twice = self.library([built], try bundle(Samples.advisories, Samples.advisories))
        #expect(twice.errors.count == 1)
    }

    /// A centre takes nothing from a site that is the site's.
    @Test func aSitesOwnIsNotReplaced() throws {
        let own = Samples.profile(Samples.check("{userns.limit.user: {at least: 5}}"), id: "own")
        let library = library([built], try bundle(own), own: [own])
        #expect(library.errors.map(\.description).joined().contains("profile \"own\" again"))
    }

    @Test func aSitesOwnLimitsAndWaiversHoldOverABundle() throws {
        let check = Samples.check("{userns.limit.user: {at least: {limit: few}}}")
        let own = Samples.profile(
            Samples.check("{userns.limit.user: {at least: 1}}", id: "own.one"), id: "own",
            includes: "[p]", limits: "{few: {value: 2, source: {text: t, date: 2026-01-01}}}")
        let waiver = """
            format: muster-waivers/1
            waivers:
              - {check: a.b, reason: r, owner: o, until: 2027-01-01}
            """
        let library = library([built], try bundle(Samples.profile(check)), own: [own, waiver])
        #expect(library.errors.isEmpty, "\(library.errors)")
        #expect(library.profile("p")?.limits["few"]?.value == .integer(5))
        #expect(library.profile("own")?.limits["few"]?.value == .integer(2))
        #expect(library.waivers.map(\.check) == ["a.b"])
    }

    @Test func anUnknownFactRefusesTheWholeProfileWithItsPlace() throws {
        let newer = Samples.profile(Samples.check("{userns.limit.tomorrow: {at least: 1}}"))
        let errors = library([built], try bundle(newer)).errors
        #expect(errors.count == 1)
        #expect(errors[0].description.hasPrefix("bundle 3/f0.yaml:15:15: unknown fact"))
    }

    /// Nothing would speak against any node.
    @Test func aProfileWithoutChecksIsNone() throws {
        let empty = Samples.profile("", includes: "[]")
        #expect(!library([built], try bundle(empty)).errors.isEmpty)
        let excluded = """
            format: muster-checks/1
            profile: q
            title: t
            dated: 2026-11-23
            includes: [p]
            without: [{check: "*", reason: nobody asks}]
            """
        let library = library([built], try bundle(excluded))
        #expect(library.profile("q") == nil)
        #expect(
            library.errors.map(\.description) == [
                "bundle 3/f0.yaml:2:10: profile \"q\" without a check, every node would be ready"
            ])
    }

    @Test(arguments: [
        ("format: muster-waivers/1\nwaivers: []\n", true),
        ("format: muster-agent/1\nsite: X\n", true), ("format: muster-drain/1\n", true),
        ("format: muster-probe/1\nprobe: x\n", true),
        ("format: muster-checks/1\n", false), ("format: muster-advisories/1\n", false),
    ])
    func onlyChecksAndAdvisoriesGoIn(_ text: String, isStrange: Bool) throws {
        let objection = CheckFile(name: "f.yaml", text: text).bundleObjection
        #expect((objection != nil) == isStrange, "\(String(describing: objection))")
    }

    @Test(arguments: ["#!/bin/sh\nrm -rf /\n", "\u{7F}ELF", "", "[]", "a: &x 1\nb: *x\n"])
    func whatIsNoCheckFileRefusesTheBundle(_ text: String) throws {
        #expect(!library([built], try bundle(text)).errors.isEmpty)
    }
}
