import MusterModel
import Testing

@testable import MusterChecks

/// The check files that are part of every binary.
struct BuiltInTests {
    let library = ChecksLibrary(CheckFile.builtIn, vocabulary: TestVocabulary.all)

    @Test func builtInFilesLoadWithoutErrors() {
        #expect(library.errors.map(\.description) == [])
        #expect(
            library.profiles.map(\.id) == [
                "baseline", "alice", "atlas", "belle2", "cms", "egi", "hpc", "lhcb", "osg",
                "volunteer",
            ])
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
        for check in library.profiles.flatMap(\.checks) {
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
        #expect(Set(library.advisories.map(\.about)) == ["runtime.route", "kernel", "userns"])
        #expect(library.advisories.count == 35)
    }

    @Test func aCheckIsFoundInEveryProfileThatHoldsIt() {
        #expect(library.checks("atlas.ia32").map(\.profile.id) == ["atlas"])
        #expect(library.checks("cvmfs.cache").count == 8, "hpc and volunteer leave it out")
        #expect(library.nearestCheck(to: "cvmfs.cash") == "cvmfs.cache")
        #expect(library.nearestProfile(to: "altas") == "atlas")
        #expect(library.nearestProfile(to: "nothing-like-it") == nil)
    }

    /// What the founding document and the field guide ask of each profile.
    @Test(arguments: [
        ("alice", "50 GB", "1"), ("cms", "20 GB", "1"), ("lhcb", "20 GB", "101"),
        ("belle2", "20 GB", "101"), ("atlas", "20 GB", "1"), ("osg", "20 GB", "1"),
    ])
    func profilesDisagreeAboutLimits(profile: String, cache: String, namespaces: String) throws {
        let limits = try #require(library.profile(profile)).limits
        #expect(limits["cvmfs.cache"]?.value.description == cache)
        #expect(limits["userns.least"]?.value.description == namespaces)
        #expect(limits["userns.limit"]?.value.description == "15000")
    }

    @Test func aNodeWithoutCvmfsIsReadyForComputingCentres() throws {
        let profile = try #require(library.profile("hpc"))
        #expect(!profile.checks.contains { $0.areas.contains("cvmfs") })
        #expect(profile.watchList.names(of: "binds.bind") == [])
        let bare = Node.healthy.with([
            "cvmfs.client.installed": "no", "cvmfs.repositories.list": "",
        ]).subject("binds.bind", "/cvmfs", ["exists": "no", "readable": "?absent"])
        #expect(bare.judged(by: "hpc")?.verdict == .ready)
        #expect(bare.judged(by: "baseline")?.verdict == .unfit)
    }

    @Test func unprivilegedContainersAreRequiredByEGIAndAdvisedElsewhere() {
        let node = Node.setuid("3.8.7", ["mount-slave": "yes"])
            .with(["userns.attempt.works": "no", "userns.attempt.cause": "disabled"])
        #expect(node.outcome("userns.unprivileged", by: "egi") == .fail)
        #expect(node.outcome("userns.unprivileged", by: "baseline") == .warn)
        #expect(node.outcome("lhcb.namespaces", by: "lhcb") == .fail)
    }
}
