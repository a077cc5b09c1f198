import MusterModel
import Testing

@testable import MusterChecks

/// The check files that are part of every binary.
struct BuiltInTests {
    let library = ChecksLibrary(CheckFile.builtIn, vocabulary: TestVocabulary.all)

    @Test func builtInFilesLoadWithoutErrors() {
        #expect(library.errors.map(\.description) == [])
        #expect(library.profiles.map(\.id) == ["baseline", "atlas"])
        #expect(library.waivers.isEmpty)
    }

    @Test func builtInFilesGiveNoWarning() {
        let lint = ChecksLint(CheckFile.builtIn, vocabulary: TestVocabulary.all)
        #expect(lint.warnings.map(\.description) == [])
    }

    @Test func atlasHoldsTheWholeBaselineFirst() throws {
        let baseline = try #require(library.profile("baseline"))
        let atlas = try #require(library.profile("atlas"))
        #expect(Array(atlas.checks.prefix(baseline.checks.count)) == baseline.checks)
        #expect(atlas.checks.count > baseline.checks.count)
        #expect(atlas.limits == baseline.limits)
    }

    @Test func everyRemedyNamesWhatToChange() throws {
        for check in try #require(library.profile("atlas")).checks {
            #expect(!check.remedies.isEmpty, "\(check.id)")
            #expect(check.remedies.last?.when == nil, "\(check.id) has no remedy for the rest")
        }
    }

    @Test func watchListsNameWhatMustBeLookedAt() throws {
        let baseline = try #require(library.profile("baseline")).watchList
        #expect(baseline.names(of: "mounts.mount") == ["/", "/cvmfs"])
        #expect(
            baseline.names(of: "binds.bind") == [
                "/cvmfs", "/etc/grid-security/certificates", "/sys/fs/cgroup",
            ])
        #expect(baseline.names(of: "cvmfs.repository") == [])
        let atlas = try #require(library.profile("atlas")).watchList
        #expect(atlas.names(of: "cvmfs.repository").count == 6)
    }

    @Test func advisoriesHaveUniqueIdsAndAreAllAskedFor() {
        #expect(Set(library.advisories.map(\.id)).count == library.advisories.count)
        #expect(Set(library.advisories.map(\.about)) == ["runtime.route", "kernel"])
        #expect(library.advisories.count == 31)
    }

    @Test func aCheckIsFoundInEveryProfileThatHoldsIt() {
        #expect(library.checks("cvmfs.cache").map(\.profile.id) == ["baseline", "atlas"])
        #expect(library.nearestCheck(to: "cvmfs.cash") == "cvmfs.cache")
        #expect(library.nearestProfile(to: "altas") == "atlas")
        #expect(library.nearestProfile(to: "nothing-like-it") == nil)
    }
}
