import MusterModel
import Testing

@testable import MusterChecks

/// How profiles take in others and override their limits.
struct IncludeTests {
    private let base = Samples.profile(
        Samples.check("{userns.limit.user: {at least: {limit: few}}}"), id: "base")

    private func limit(_ value: String, more: String = "") -> String {
        "{few: {value: \(value), source: {text: mine, date: 2026-02-01}\(more)}}"
    }

    private func child(
        _ limits: String, includes: String = "[base]", id: String = "child"
    ) -> String {
        Samples.profile(
            Samples.check("{userns.limit.net: {at most: {limit: few}}}", id: "\(id).c"), id: id,
            includes: includes, limits: limits)
    }

    @Test func anIncludedLimitIsOverriddenWithItsSource() throws {
        let library = Samples.library(child(limit("7")), base)
        #expect(library.errors.isEmpty)
        let profile = try #require(library.profile("child"))
        #expect(profile.limits["few"]?.value == .integer(7))
        #expect(profile.limits["few"]?.source.text == "mine")
        #expect(profile.checks.map(\.id) == ["a.b", "child.c"])
        #expect(library.profile("base")?.limits["few"]?.value == .integer(5))
    }

    @Test func anOverrideKeepsTheKind() {
        #expect(
            Samples.errors(child(limit("7 GB")), base)
                == ["a.yaml:6:23: \"7 GB\", an integer is needed"])
        #expect(
            Samples.errors(child(limit("7", more: ", kind: bytes")), base)
                == ["a.yaml:6:10: limit \"few\" as bytes, it is included as integer"])
    }

    @Test func aRingIsRefusedAndNothingOfItIsUsed() {
        let ring = Samples.profile(
            Samples.check("{userns.limit.user: {is: 1}}"), id: "base", includes: "[child]")
        let library = Samples.library(child(limit("7")), ring)
        #expect(
            library.errors.map(\.description)
                == ["a.yaml:5:12: a profile includes itself: base > child > base"])
        #expect(library.profiles.isEmpty)
    }

    @Test func anUnknownProfileIsRefused() {
        let library = Samples.library(child(limit("7"), includes: "[bsae]"), base)
        #expect(
            library.errors.map(\.description)
                == ["a.yaml:5:12: unknown profile \"bsae\"; did you mean \"base\"?"])
        #expect(library.profiles.map(\.id) == ["base"])
    }

    @Test func aProfileOfABrokenOneIsNotUsed() {
        let broken = Samples.profile(Samples.check("{x.y.z: {is: 1}}"), id: "base")
        let library = Samples.library(child(limit("7")), broken)
        #expect(library.errors.map(\.description) == ["b.yaml:15:15: unknown fact \"x.y.z\""])
        #expect(library.profiles.isEmpty)
    }

    @Test func aDiamondTakesEveryCheckOnce() throws {
        let left = child(limit("7"), id: "left")
        let right = child(limit("7"), id: "right")
        let top = Samples.profile(
            Samples.check("{userns.limit.user: {is: 1}}", id: "top.c"), id: "top",
            includes: "[left, right]", limits: limit("8"))
        let library = Samples.library(base, left, right, top)
        #expect(library.errors.isEmpty)
        #expect(
            library.profile("top")?.checks.map(\.id) == ["a.b", "left.c", "right.c", "top.c"])
    }

    @Test func includedProfilesThatDisagreeNeedADecision() {
        let left = child(limit("7"), id: "left")
        let right = child(limit("8"), id: "right")
        let top = Samples.profile(
            Samples.check("{userns.limit.user: {is: 1}}", id: "top.c"), id: "top",
            includes: "[left, right]", limits: limit("8").replacing("few", with: "other"))
        #expect(
            Samples.errors(base, left, right, top) == [
                "d.yaml:5:18: limit \"few\" is 8 here and 7 in a profile included before; "
                    + "state the one that counts under \"limits\""
            ])
    }

    @Test func checksOfTwoProfilesWithOneIdDoNotMix() {
        let clash = Samples.profile(
            Samples.check("{userns.limit.net: {is: 0}}"), id: "child", includes: "[base]")
        #expect(
            Samples.errors(base, clash)
                == ["b.yaml:9:5: check \"a.b\" again, first in a.yaml:9"])
    }

    @Test func theOrderOfFilesDoesNotMatter() {
        let one = Samples.library(base, child(limit("7")))
        let other = Samples.library(child(limit("7")), base)
        #expect(one.profiles.map(\.id) == other.profiles.map(\.id))
        #expect(one.profiles.map(\.checks) == other.profiles.map(\.checks))
        #expect(
            one.profiles.map { $0.limits.mapValues(\.value) }
                == other.profiles.map { $0.limits.mapValues(\.value) })
    }

    @Test func lintTellsWhatIsNeverUsed() {
        let text = Samples.profile(
            Samples.check("{userns.limit.user: {is: 1}}").replacing("    remedy: do it\n", with: "")
        ).replacing("dated: 2026-11-23", with: "dated: 2025-01-01")
        let files = [
            CheckFile(name: "a.yaml", text: text),
            CheckFile(name: "b.yaml", text: Samples.advisories),
        ]
        let lint = ChecksLint(files, vocabulary: TestVocabulary.all)
        #expect(lint.errors.isEmpty)
        #expect(
            lint.warnings.map(\.description) == [
                "a.yaml:6:10: limit \"few\" is used by no check",
                "a.yaml:9:5: a source of 2026-01-02 in a profile dated 2025-01-01",
                "a.yaml:9:5: check \"a.b\" does not say what to change",
                "b.yaml:3:5: advisory CVE-2026-0001 is asked for by no check",
            ])
    }
}
