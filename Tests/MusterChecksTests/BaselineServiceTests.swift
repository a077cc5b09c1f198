import MusterModel
import Testing

@testable import MusterChecks

/// The baseline's and ATLAS's checks of CVMFS, binds and advisories, each below, at
/// and above its threshold.
struct BaselineServiceTests {
    private let repository = "atlas.cern.ch"

    private func repository(_ values: [String: String]) -> Node {
        Node.healthy.subject("cvmfs.repository", repository, values)
    }

    @Test(arguments: [
        ("4000 MiB", Outcome.warn), ("19073 MiB", .warn), ("19074 MiB", .pass),
        ("20000 MiB", .pass), ("?malformed", .unknown),
    ])
    func theCacheHoldsTwentyGigabytes(limit: String, outcome: Outcome) {
        let node = Node.healthy.with(["cvmfs.cache.limit": limit])
        #expect(node.outcome("cvmfs.cache") == outcome)
    }

    @Test func theRemedyNamesLineAndFile() {
        #expect(
            Node.healthy.with(["cvmfs.cache.limit": "4000 MiB"]).remedy("cvmfs.cache")
                == "Set CVMFS_QUOTA_LIMIT, in MiB, to 20 GB or more (CVMFS_QUOTA_LIMIT=20000 for "
                + "20 GB, 50000 for 50 GB) in /etc/cvmfs/default.local (now 4,000 MiB by /etc/cvmfs/default.local:3), then "
                + "cvmfs_config reload.")
    }

    @Test(arguments: [
        ("99 GB", Outcome.fail, Outcome.warn), ("100 GB", .pass, .warn), ("114 GB", .pass, .warn),
        ("115 GB", .pass, .pass), ("?hung", .unknown, .unknown),
        ("?absent", .inapplicable, .inapplicable),
    ])
    func theDiskHoldsTheCacheAndAMargin(total: String, disk: Outcome, margin: Outcome) {
        let node = Node.healthy.with([
            "cvmfs.cache.limit": "100 GB", "cvmfs.cache.disk-total": total,
        ])
        #expect(node.outcome("cvmfs.cache.disk") == disk)
        #expect(node.outcome("cvmfs.cache.margin") == margin)
    }

    @Test(arguments: [("4 GB", Outcome.warn), ("5 GB", .pass), ("50 GB", .pass)])
    func theDiskIsNotFull(free: String, outcome: Outcome) {
        #expect(
            Node.healthy.with(["cvmfs.cache.disk-free": free]).outcome("cvmfs.cache.free")
                == outcome)
    }

    @Test(arguments: [("?absent", Outcome.warn), ("/data/alien", .pass)])
    func onlyAnAlienCacheIsUnlimited(alien: String, outcome: Outcome) {
        let node = Node.healthy.with([
            "cvmfs.cache.limited": "no", "cvmfs.cache.limit": "?unsupported",
            "cvmfs.cache.alien": alien,
        ])
        #expect(node.outcome("cvmfs.cache.alien") == outcome)
        #expect(node.outcome("cvmfs.cache") == .inapplicable)
        #expect(node.outcome("cvmfs.cache.disk") == .inapplicable)
    }

    @Test(arguments: [("28 GB", Outcome.warn), ("29 GB", .pass)])
    func privateCachesCountTogether(total: String, outcome: Outcome) {
        let node = Node.healthy.with([
            "cvmfs.cache.shared": "no", "cvmfs.cache.disk-total": total,
        ])
        #expect(node.outcome("cvmfs.cache.private") == outcome)
        #expect(Node.healthy.outcome("cvmfs.cache.private") == .inapplicable)
    }

    @Test(arguments: [
        ("1 h", Outcome.warn), ("14399 s", .warn), ("4 h", .pass), ("?absent", .inapplicable),
    ])
    func recentErrorsAreTold(age: String, outcome: Outcome) {
        #expect(
            repository(["last-io-error": age]).outcome("cvmfs.io-errors", repository) == outcome)
    }

    @Test(arguments: [
        ("24", Outcome.pass), ("25", .warn), ("-1", .pass), ("?unsupported", .inapplicable),
    ])
    func cleanupsAreCounted(count: String, outcome: Outcome) {
        #expect(repository(["cleanups": count]).outcome("cvmfs.cleanups", repository) == outcome)
    }

    @Test(arguments: [
        ("http://squid.example.org:3128", Outcome.pass),
        ("http://cvmfsbproxy.cern.ch:3126", .warn), ("?absent", .inapplicable),
    ])
    func backupProxiesAreTold(proxy: String, outcome: Outcome) {
        #expect(repository(["proxy": proxy]).outcome("cvmfs.squid", repository) == outcome)
    }

    @Test(arguments: [
        ("?absent", "?absent", Outcome.fail), ("?absent", "single", .pass),
        ("?absent", "custom", .fail), ("?forbidden", "?absent", .unknown),
        ("DIRECT", "?absent", .pass),
    ])
    func aProxyOrASingleClientIsNeeded(proxy: String, profile: String, outcome: Outcome) {
        let node = Node.healthy.with([
            "cvmfs.config.proxy": proxy, "cvmfs.config.profile": profile,
        ])
        #expect(node.outcome("cvmfs.proxy") == outcome)
    }

    @Test(arguments: [
        ("yes", Outcome.pass, Outcome.pass), ("no", .fail, .warn), ("?hung", .unknown, .unknown),
        ("?not-tried", .unknown, .unknown),
    ])
    func repositoriesOfThePilotMustAnswer(
        accessible: String, atlas: Outcome, baseline: Outcome
    ) throws {
        let node = repository(["accessible": accessible])
        #expect(node.outcome("atlas.repository", repository, by: "atlas") == atlas)
        #expect(node.outcome("cvmfs.repository", repository) == baseline)
    }

    @Test func anUnconfiguredRepositoryIsNoBusinessOfTheBaseline() {
        let node = repository(["configured": "no", "accessible": "no"])
        #expect(node.outcome("cvmfs.repository", repository) == .inapplicable)
        #expect(node.judged()?.verdict == .ready)
        #expect(node.judged(by: "atlas")?.verdict == .unfit)
    }

    @Test func aNodeWithoutAClientMayHaveItsRepositoriesFromElsewhere() {
        let node = Node.healthy.with(["cvmfs.client.installed": "no"])
        #expect(node.outcome("cvmfs.installed") == .pass)
        #expect(node.outcome("cvmfs.proxy") == .inapplicable)
        let none = node.with(["cvmfs.repositories.list": ""])
        #expect(none.outcome("cvmfs.installed") == .fail)
    }

    @Test(arguments: [
        ("yes", "yes", Outcome.pass), ("yes", "no", .fail), ("no", "?absent", .fail),
        ("?hung", "?hung", .unknown),
    ])
    func demandedDirectoriesMustBeThere(exists: String, readable: String, outcome: Outcome) throws {
        let node = Node.healthy.subject(
            "binds.bind", "/data0", ["exists": exists, "readable": readable])
        let demand = try #require(try Demand.parse("-B /data0,/cvmfs", origin: "queue"))
        #expect(node.outcome("binds.required", "/data0", demands: [demand]) == outcome)
        #expect(node.outcome("binds.required", "/cvmfs", demands: [demand]) == .pass)
        #expect(node.outcome("binds.required", "/data0") == nil)
    }

    @Test(arguments: ["/sys/fs/cgroup", "/etc/grid-security/certificates"])
    func aMissingDefaultBindDegrades(path: String) {
        let node = Node.healthy.subject(
            "binds.bind", path, ["exists": "no", "readable": "?absent"])
        #expect(node.outcome("binds.default", path) == .warn)
        #expect(node.judged()?.verdict == .degraded)
    }

    @Test(arguments: [
        ("emulate", Outcome.pass), ("xonly", .pass), ("none", .warn),
    ])
    func oldImagesNeedVsyscall(mode: String, outcome: Outcome) {
        let node = Node.healthy.with(["kernel.vsyscall.mode": mode])
        #expect(node.outcome("atlas.vsyscall", by: "atlas") == outcome)
        let arm = node.with(["kernel.machine.architecture": "aarch64"])
        #expect(arm.outcome("atlas.vsyscall", by: "atlas") == .inapplicable)
        #expect(arm.outcome("atlas.ia32", by: "atlas") == .inapplicable)
    }
}
