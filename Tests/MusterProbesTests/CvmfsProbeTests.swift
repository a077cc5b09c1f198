import MusterModel
import Testing

@testable import MusterProbes

@Suite struct CvmfsProbeTests {
    private static let attributes = [
        "fqrn": "atlas.example.org", "version": "2.12.0.0", "revision": "42",
        "host": "http://s1/cvmfs/atlas.example.org", "proxy": "DIRECT", "nioerr": "0",
        "timestamp_last_ioerr": "0", "ncleanup24": "3",
    ]

    @Test func everyFactOfTheCardIsNoted() async {
        let facts = await CvmfsProbe.observe(
            CvmfsStage().node, watching: WatchList(["cvmfs.repository": ["a.example.org", "b c"]]))
        let names = Set(facts.map(\.key.name))
        #expect(names == Set(CvmfsProbe.card.facts.map(\.name)))
        #expect(Set(facts.map(\.key)).count == facts.count)
    }

    @Test func aBareNodeHasNoClient() async {
        let facts = await CvmfsStage(["/proc/1/mountinfo": "22 1 8:1 / / rw - ext4 /dev/sda rw\n"])
            .facts(watching: "atlas.example.org")
        #expect(facts.word("cvmfs.client.installed") == "no")
        for name in ["client.version", "config.reader", "config.proxy", "cache.limit"] {
            #expect(facts.word("cvmfs.\(name)") == "absent", "\(name)")
        }
        #expect(facts.word("cvmfs.autofs.map") == "no")
        #expect(facts.word("cvmfs.autofs.mounted") == "no")
        #expect(facts.word("cvmfs.repositories.list") == "atlas.example.org")
        #expect(facts.word("cvmfs.repository[atlas.example.org].accessible") == "no")
        #expect(facts.word("cvmfs.repository[atlas.example.org].configured") == "no")
        #expect(facts.word("cvmfs.repository[atlas.example.org].quota") == "absent")
    }

    @Test func aClientIsToldFromItsFiles() async {
        let facts = await CvmfsStage.client.facts(watching: "atlas.example.org")
        let expected = [
            "client.installed": "yes", "client.version": "2.12.0", "config.reader": "files",
            "config.unevaluated": "none",
            "config.repositories": "atlas.example.org, sft.example.org",
            "config.proxy": "http://squid.example.org:3128", "config.profile": "absent",
            "config.strict-mount": "no", "config.repository": "absent",
            "cache.base": "/var/lib/cvmfs", "cache.shared": "yes", "cache.alien": "absent",
            "cache.limit": "4,000 MiB", "cache.limited": "yes",
            "cache.origin": "/etc/cvmfs/default.conf:3",
            "repository[atlas.example.org].configured": "yes",
            "repository[atlas.example.org].quota": "4,000 MiB",
            "repository[sft.example.org].accessible": "not-watched",
        ]
        for (name, value) in expected { #expect(facts.word("cvmfs.\(name)") == value, "\(name)") }
    }

    @Test func showconfigCountsMoreThanFiles() async {
        var stage = CvmfsStage.client
        let question = Question.run([CvmfsSettings.tool, "showconfig", "-s", "atlas.example.org"])
        stage.answers[question] = .program(
            ProgramEnd(exit: 1, output: "CVMFS_QUOTA_LIMIT=20000    # from /etc/cvmfs/x.local\n"))
        #expect(await stage.facts().word("cvmfs.config.reader") == "files")
        stage[CvmfsSettings.tool] = ""
        let facts = await stage.facts()
        #expect(facts.word("cvmfs.config.reader") == "showconfig")
        #expect(facts.word("cvmfs.cache.origin") == "/etc/cvmfs/x.local")
        #expect(facts.word("cvmfs.cache.limit") == "20,000 MiB")
        stage.answers[question] = .missing(Absence(.timedOut, "no answer"))
        #expect(await stage.facts().word("cvmfs.config.reader") == "files")
        stage.answers[question] = .program(ProgramEnd(exit: 0, output: "usage\n"))
        #expect(await stage.facts().word("cvmfs.cache.limit") == "4,000 MiB")
    }

    @Test func aMountedRepositoryTellsAboutItself() async {
        var stage = CvmfsStage.client
        var attributes = Self.attributes
        attributes["timestamp_last_ioerr"] = "1004000"
        stage.mount("atlas.example.org", attributes: attributes)
        let facts = await stage.facts()
        let expected = [
            "mounted": "yes", "accessible": "yes", "version": "2.12.0.0", "revision": "42",
            "host": "http://s1/cvmfs/atlas.example.org", "proxy": "DIRECT", "io-errors": "0",
            "last-io-error": "16 min 40 s", "cleanups": "3", "cache-limit": "1,000 MiB",
            "cache-used": "576 kB",
        ]
        for (name, value) in expected {
            #expect(facts.word("cvmfs.repository[atlas.example.org].\(name)") == value)
        }
    }

    @Test(arguments: [
        ("timestamp_last_ioerr", "0", "last-io-error", "absent"),
        ("timestamp_last_ioerr", "2000000", "last-io-error", "0 ms"),
        ("timestamp_last_ioerr", "soon", "last-io-error", "malformed"),
        ("ncleanup24", "-1", "cleanups", "unsupported"), ("nioerr", "", "io-errors", "absent"),
        ("revision", "4x", "revision", "malformed"), ("revision", "4\n", "revision", "4"),
        ("proxy", "a\u{0}\n", "proxy", "a"), ("fqrn", "other.org", "revision", "malformed"),
    ])
    func attributesMeanWhatTheFieldSays(
        name: String, value: String, fact: String, expected: String
    ) async {
        var stage = CvmfsStage.client
        var attributes = Self.attributes
        attributes[name] = value
        stage.mount("atlas.example.org", attributes: attributes)
        #expect(
            await stage.facts().word("cvmfs.repository[atlas.example.org].\(fact)") == expected)
    }

    @Test func eachMissingAttributeMissesForItself() async {
        var stage = CvmfsStage.client
        stage.mount("atlas.example.org", attributes: ["revision": "1"])
        stage.answers[.extended("user.proxy", path: "/cvmfs/atlas.example.org")] = .missing(
            Absence(.forbidden, "protected"))
        stage.answers[.extended("user.nioerr", path: "/cvmfs/atlas.example.org")] = .missing(
            Absence(.absent, "no data"))
        let facts = await stage.facts()
        #expect(facts.word("cvmfs.repository[atlas.example.org].revision") == "1")
        #expect(facts.word("cvmfs.repository[atlas.example.org].proxy") == "forbidden")
        #expect(facts.word("cvmfs.repository[atlas.example.org].io-errors") == "absent")
    }

    @Test func aHungRepositoryStopsNoOther() async {
        var stage = CvmfsStage.client
        stage.mount("atlas.example.org", attributes: Self.attributes)
        stage.mount("sft.example.org", attributes: [:])
        stage.answers[.list("/cvmfs/sft.example.org")] = .missing(
            Absence(.hung, "/cvmfs/sft.example.org: no answer"))
        let facts = await stage.facts(watching: "sft.example.org")
        for name in ["accessible", "revision", "proxy", "last-io-error", "cache-limit"] {
            #expect(facts.word("cvmfs.repository[sft.example.org].\(name)") == "hung")
        }
        #expect(facts.word("cvmfs.repository[sft.example.org].mounted") == "yes")
        #expect(facts.word("cvmfs.repository[sft.example.org].quota") == "4,000 MiB")
        #expect(facts.word("cvmfs.repository[atlas.example.org].revision") == "42")
    }

    @Test func aBrokenMountIsNotAccessible() async {
        var stage = CvmfsStage.client
        stage.mount("atlas.example.org", attributes: [:])
        stage.answers[.list("/cvmfs/atlas.example.org")] = .missing(
            Absence(.malformed, "Transport endpoint is not connected"))
        let facts = await stage.facts()
        #expect(facts.word("cvmfs.repository[atlas.example.org].accessible") == "no")
        #expect(facts.word("cvmfs.repository[atlas.example.org].mounted") == "yes")
    }

    @Test func anEmptyMountPointIsNotAccessible() async {
        var stage = CvmfsStage.client
        stage.answers[.list("/cvmfs/atlas.example.org")] = .names([])
        let facts = await stage.facts(watching: "atlas.example.org")
        #expect(facts.word("cvmfs.repository[atlas.example.org].accessible") == "no")
    }

    @Test func aTreeDoesNotClaimToHaveMountedAnything() async {
        var stage = CvmfsStage.client
        stage.place = .tree
        stage.answers[.read("/proc/1/mountinfo")] = nil
        let without = await stage.facts(watching: "atlas.example.org")
        #expect(without.word("cvmfs.repository[atlas.example.org].accessible") == "not-tried")
        stage.answers[.read("/proc/1/mountinfo")] = .text(
            "30 1 0:40 / /cvmfs rw - autofs /etc/auto.cvmfs rw\n")
        let automatic = await stage.facts(watching: "atlas.example.org")
        #expect(automatic.word("cvmfs.repository[atlas.example.org].accessible") == "not-tried")
        #expect(automatic.word("cvmfs.repository[atlas.example.org].mounted") == "no")
        #expect(automatic.word("cvmfs.autofs.mounted") == "yes")
    }

    @Test func anUnlimitedMountReportsNoCache() async {
        var stage = CvmfsStage.client
        stage.mount("atlas.example.org", attributes: Self.attributes)
        stage.answers[.capacity("/cvmfs/atlas.example.org")] = .capacity(
            Capacity(magic: 1, total: 0, available: 0, free: 0))
        let facts = await stage.facts()
        #expect(facts.word("cvmfs.repository[atlas.example.org].cache-limit") == "unsupported")
        #expect(facts.word("cvmfs.repository[atlas.example.org].cache-used") == "unsupported")
    }

    @Test func aReexportIsMountedButHasNoCache() async {
        var stage = CvmfsStage.client
        stage.answers[.read("/proc/1/mountinfo")] = .text(
            "22 1 0:5 / /cvmfs/atlas.example.org ro - nfs4 server:/cvmfs/a ro\n")
        stage.answers[.list("/cvmfs/atlas.example.org")] = .names(["x"])
        let facts = await stage.facts(watching: "atlas.example.org")
        #expect(facts.word("cvmfs.repository[atlas.example.org].mounted") == "yes")
        #expect(facts.word("cvmfs.repository[atlas.example.org].accessible") == "yes")
        #expect(facts.word("cvmfs.repository[atlas.example.org].revision") != "0")
        #expect(facts.word("cvmfs.repository[atlas.example.org].cache-limit") == "unsupported")
    }

    @Test func whatIsMountedChangesNoStableFact() async {
        var stage = CvmfsStage.client
        let before = await stableFacts(stage)
        stage.mount("atlas.example.org", attributes: Self.attributes)
        stage.mount("stranger.example.org", attributes: [:])
        #expect(await stableFacts(stage) == before)
        #expect(await stage.facts().word("cvmfs.repository[stranger.example.org].mounted") == "yes")
    }

    private func stableFacts(_ stage: CvmfsStage) async -> [Fact] {
        let gauges = Set(
            CvmfsProbe.card.facts.filter { $0.keeping == .gauge }.map(\.name))
        let facts = await CvmfsProbe.observe(stage.node, watching: WatchList())
        return facts.filter { !gauges.contains($0.key.name) }
    }

    @Test func alienAndUnlimitedCaches() async {
        var stage = CvmfsStage.client
        stage["/etc/cvmfs/default.local"] = """
            CVMFS_QUOTA_LIMIT=-1
            CVMFS_SHARED_CACHE=no
            CVMFS_ALIEN_CACHE=/shared/cvmfs
            """
        let facts = await stage.facts(watching: "atlas.example.org")
        #expect(facts.word("cvmfs.cache.limit") == "unsupported")
        #expect(facts.word("cvmfs.cache.limited") == "no")
        #expect(facts.word("cvmfs.cache.origin") == "/etc/cvmfs/default.local:1")
        #expect(facts.word("cvmfs.cache.shared") == "no")
        #expect(facts.word("cvmfs.cache.alien") == "/shared/cvmfs")
        #expect(facts.word("cvmfs.repository[atlas.example.org].quota") == "unsupported")
    }

    @Test func theDiskIsThatOfTheNearestFolder() async {
        var stage = CvmfsStage.client
        stage.answers[.capacity("/var/lib")] = .capacity(
            Capacity(magic: 1, total: 61_999_999_999, available: 5_000_000_000, free: 6))
        for missing in ["/var/lib/cvmfs", "/var/lib/cvmfs/shared"] {
            stage.answers[.capacity(missing)] = .missing(Absence(.absent, missing))
        }
        var facts = await stage.facts()
        #expect(facts.word("cvmfs.cache.disk-total") == "61 GB")
        #expect(facts.word("cvmfs.cache.disk-free") == "5 GB")
        stage.answers[.capacity("/var/lib/cvmfs")] = .missing(Absence(.forbidden, "refused"))
        facts = await stage.facts()
        #expect(facts.word("cvmfs.cache.disk-total") == "forbidden")
        #expect(facts.word("cvmfs.cache.disk-free") == "forbidden")
    }

    @Test(arguments: [
        ("cvmfs2: odd", "malformed"), ("", "malformed"), ("CernVM-FS version\n", "malformed"),
        ("CernVM-FS version x\n", "malformed"), ("CernVM-FS version 2.9.4\nCopyright", "2.9.4"),
    ])
    func versionsAreReadFromTheirLine(output: String, expected: String) async {
        var stage = CvmfsStage.client
        stage.answers[.run(["/usr/bin/cvmfs2", "--version"])] = .program(
            ProgramEnd(exit: 0, output: output))
        #expect(await stage.facts().word("cvmfs.client.version") == expected)
    }

    @Test func aForbiddenConfigurationIsForbidden() async {
        var stage = CvmfsStage.client
        stage.answers[.read("/etc/cvmfs/default.conf")] = .missing(Absence(.forbidden, "refused"))
        let facts = await stage.facts()
        #expect(facts.word("cvmfs.cache.limit") == "forbidden")
        #expect(facts.word("cvmfs.cache.alien") == "forbidden")
        #expect(facts.word("cvmfs.config.proxy") == "http://squid.example.org:3128")
    }

    @Test(arguments: [("no", "no", "yes"), ("yes", "no", "no"), ("no", "yes", "yes")])
    func strictMountAllowsOnlyTheList(strict: String, listed: String, expected: String) async {
        var stage = CvmfsStage.client
        stage["/etc/cvmfs/default.local"] = """
            CVMFS_STRICT_MOUNT=\(strict)
            CVMFS_REPOSITORIES=\(listed == "yes" ? "new.example.org" : "atlas.example.org")
            """
        let facts = await stage.facts(watching: "new.example.org")
        #expect(facts.word("cvmfs.repository[new.example.org].configured") == expected)
    }
}
