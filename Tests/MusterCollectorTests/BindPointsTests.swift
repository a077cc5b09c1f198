import AuditExamples
import Foundation
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// What has to be in an image, and where that is not known.
@Suite struct BindPointsTests {
    private let exports: ExportBench

    init() throws { exports = try ExportBench() }

    private static let sites = """
        format: muster-sites/1
        sites:
          - {name: OLD-T2, tier: 2}
          - {name: NEW-T2, tier: 2}
          - {name: DEAD-T2, tier: 2}
          - {name: MUTE-T2, tier: 2}
          - {name: NEVER-T2, tier: 2}
        """
    private static let queues = """
        {"OLD": {"gocname": "OLD-T2", "container_type": "singularity:pilot", "state": "ACTIVE",
            "container_options": "-B /cvmfs,/data0:/data --contain"}}
        """
    private static let published = "/cvmfs/atlas.cern.ch/a.img"

    private func filled() async throws {
        var old = ExportBench.Machine()
        old.places = ["/cvmfs", "/ceph", "/sys/fs/cgroup", "/data;rm -rf ~", "/ok/../etc"]
        old.images = ["/images/own.sif": ["/cvmfs"]]
        var new = ExportBench.Machine.modern
        new.places = ["/cvmfs", "/ceph"]
        new.images = [Self.published: ["/cvmfs"], "/images/own.sif": [], "/x.sif": nil]
        var dead = ExportBench.Machine.modern
        dead.works = false
        var mute = ExportBench.Machine()
        mute.tellsRoutes = false
        try await exports.fill(
            [Self.sites, Self.queues],
            [
                "OLD-T2": [old, old, new], "NEW-T2": [new], "DEAD-T2": [dead],
                "MUTE-T2": [mute], "STRANGE": [old],
            ])
    }

    private func points(_ scope: ReadScope = .all) async throws -> BindPoints {
        try #require(
            await BindPointsMaker(exports.bench.store, bench: exports.policy)
                .points(under: "baseline", at: exports.bench.now, within: scope))
    }

    @Test func everySiteIsToldAsItsNodesAre() async throws {
        try await filled()
        let points = try await points()
        let states = Dictionary(uniqueKeysWithValues: points.sites.map { ($0.name, $0.state) })
        #expect(
            states == [
                "OLD-T2": .needed, "NEW-T2": .notNeeded, "DEAD-T2": .noRoute,
                "MUTE-T2": .unknown, "NEVER-T2": .noFreshNode,
            ])
        let old = try #require(points.sites.first { $0.name == "OLD-T2" })
        #expect((old.needing, old.making, old.fresh) == (2, 1, 3))
        // Where a bind arrives counts, not where it begins; what a shell would act on or
        // leads up is left out, what runtimes mount themselves is not asked of an image.
        #expect(
            points.list == ["/ceph", "/cvmfs", "/data", "/etc/grid-security/certificates"])
        #expect(old.leftOut == 2)
        let asked = Dictionary(uniqueKeysWithValues: points.points.map { ($0.path, $0.asked) })
        #expect(asked["/data"] == ["queue OLD"] && asked["/ceph"] == ["its nodes"])
        #expect(asked["/cvmfs"] == ["its nodes", "profile baseline", "queue OLD"])
        #expect(points.points.allSatisfy { $0.sites == ["OLD-T2"] && $0.nodes == 2 })
    }

    /// What is published is the same everywhere, whoever looked; what is a site's own is not.
    @Test func anImageLacksWhatSomebodyLookedForAndDidNotFind() async throws {
        try await filled()
        let images = try await points().images
        #expect(images.map(\.name) == [Self.published, "/images/own.sif", "/x.sif"])
        #expect(images[0].site == nil && images[0].looked == 2)
        #expect(images[0].holds == ["/cvmfs"] && images[0].lacks == ["/ceph"])
        #expect(images[0].unwatched == ["/data", "/etc/grid-security/certificates"])
        // Nodes of one site that found otherwise are both told.
        #expect(images[1].site == "OLD-T2" && images[1].looked == 3)
        #expect(images[1].holds == ["/cvmfs"] && images[1].lacks == ["/ceph", "/cvmfs"])
        #expect((images[2].looked, images[2].blind) == (0, 1))
        #expect(images[2].unwatched.count == 4, "nobody could look")
    }

    @Test func nobodyReadsBeyondTheirScope() async throws {
        try await filled()
        let points = try await points(.site("NEW-T2"))
        #expect(points.sites.map(\.name) == ["NEW-T2"] && points.list.isEmpty)
        #expect(points.images.map(\.name) == [Self.published])
        let maker = BindPointsMaker(exports.bench.store, bench: exports.policy)
        #expect(try await maker.points(under: "no", at: exports.bench.now) == nil)
    }

    @Test func silentNodesSayNothing() async throws {
        try await filled()
        exports.bench.wait(seconds: 3 * 86_400)
        let rollup = Rollup(
            exports.bench.store, profiles: ["baseline"],
            sites: { _ throws(StoreError) in [:] }, now: { exports.bench.now },
            trouble: { Issue.record("\($0)") })
        await rollup.age()
        let points = try await points()
        #expect(points.points.isEmpty && points.sites.allSatisfy { $0.state == .noFreshNode })
        #expect(points.sites.first { $0.name == "OLD-T2" }?.unheard == 3)
    }

    @Test(arguments: [
        ("/data", true), ("/a/b-c_d.e+f@g%h=i", true), ("/", false), ("data", false), ("", false),
        ("/a b", false), ("/a\n/b", false), ("/a$(x)", false), ("/a,/b", false), ("/a:ro", false),
        ("/a/../b", false), ("//", false), ("/.", false), ("/./etc", false), ("/a//b", false),
        ("/a/", false), ("/ä", false), ("/" + String(repeating: "a", count: 4095), false),
    ])
    func aPathIsPlainOrOnNoList(_ path: String, _ isPlain: Bool) {
        #expect(BindPath.isPlain(path) == isPlain)
    }

    @Test func everyFormTellsTheSameFromStoreAndServer() async throws {
        try await filled()
        let points = try await points()
        #expect(try BindPoints(reading: points.json.canonicalBytes) == points)
        let rows = points.csv.components(separatedBy: "\r\n")
        #expect(rows.count == 1 + 4 + 4 + 1 && rows[1].contains("DEAD-T2"))
        #expect(throws: UnreadableDocument.self) { try BindPoints(reading: Array("{}".utf8)) }
        let store = exports.bench.folder + "/collector.sqlite"
        @Sendable func say(_ words: [String]) throws -> Launch.End {
            try Launch.run(
                [Launch.program("muster-collector"), "binds", "--config", "/none"] + words)
        }
        let list = try say(["--store", store, "--format", "list"])
        #expect(list.output.split(separator: "\n").map(String.init) == points.list)
        let text = try say(["--store", store]).output
        #expect(text.contains("not known, no fresh node: 1 (NEVER-T2)"))
        #expect(text.contains("not known, their nodes do not tell: 1 (MUTE-T2)"))
        #expect(try say(["--store", store, "--profile", "no"]).exit == 64)
        var rules = IdentityRules()
        rules.isReadingOpen = true
        try await exports.bench.serving(rules) { (server) async throws in
            let url = "http://127.0.0.1:\(server.port)"
            let json = try say(["--url", url, "--format", "list"])
            #expect(json.exit == 0, "\(json.errors)")
            #expect(try say(["--url", url, "--profile", "no"]).exit == 69)
        }
    }
}
