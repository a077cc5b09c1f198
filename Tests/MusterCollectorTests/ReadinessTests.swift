import AuditExamples
import Foundation
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// The table that a task force reads.
@Suite struct ReadinessTests {
    private let bench: CollectorBench
    /// A cell that a spreadsheet would run, and a name that a page or a wiki would.
    private static let nasty = "=HYPERLINK(\"http://x\")|<img src=x>`*"

    init() throws { bench = try CollectorBench() }

    private static let sites = """
        format: muster-sites/1
        sites:
          - {name: GOOD-T1, tier: 1, region: NGI_A, country: Utopia, vos: [atlas, cms]}
          - name: BAD-T2
            tier: 2
            region: '\(nasty)'
            vos: [atlas]
            nodes: {count: 6, date: 2026-11-01, source: ticket 4711}
          - {name: NEVER-T2, tier: 2, region: NGI_A, vos: [cms]}
        """

    /// Two sites, one that is ready; a week later the other one is, too.
    private func filled() async throws -> RegistryKeeper {
        let keeper = RegistryKeeper(bench.store)
        let looked = try await keeper.look(
            at: Array(Self.sites.utf8), from: "sites.yaml", bench.now)
        try await keeper.keep(looked, by: "test", bench.now)
        let mended = try CollectorBench.mended()
        try await send(mended, 1...3, to: "GOOD-T1")
        try await send(.troubled, 1...4, to: "BAD-T2")
        try await send(.troubled, 1...1, to: "STRANGE")
        try await fold(keeper)
        return keeper
    }

    private func send(
        _ example: AuditExample, _ nodes: ClosedRange<Int>, to site: String, sequence: Int64 = 1
    ) async throws {
        let envelopes = try nodes.map {
            try CollectorBench.envelope(example, node: "wn\($0)", sequence: sequence)
        }
        let deliveries = try CollectorBench.deliveries(envelopes)
        try await bench.withIngest { ingest in
            for bytes in deliveries {
                let answer = try await ingest.take(bytes) { envelope in
                    .success(NodeName(site: site, node: envelope.id.node))
                }
                #expect(answer.receipts.values.allSatisfy { $0 == .stored })
            }
        }
    }

    private static let policy = CollectorBench.policy(
        waivers: [
            Waiver(
                check: "kernel.vsyscall", reason: nasty, owner: "ops",
                until: CalendarDate(secondsSince1970: CollectorBench.start / 1000 + 86_400 * 30))
        ], profiles: ["userns", "baseline"])

    private func fold(_ keeper: RegistryKeeper) async throws {
        _ = await bench.judged(by: Self.policy)
        let rollup = Rollup(
            bench.store, profiles: ["userns", "baseline"],
            sites: { moment throws(StoreError) in try await keeper.standing(at: moment) },
            now: { bench.now }, trouble: { Issue.record("\($0)") })
        await rollup.notice(Set(try await bench.store.sites().map(\.id)))
        await rollup.age()
    }

    private func report(since: Int64 = 0) async throws -> ReadinessReport {
        try #require(
            await ReadinessReport.made(
                from: bench.store, by: Self.policy, under: "userns", since: since, at: bench.now))
    }

    @Test func everyNumberIsThatOfTheNodes() async throws {
        _ = try await filled()
        let report = try await report()
        #expect(report.sites.map(\.name) == ["BAD-T2", "GOOD-T1", "NEVER-T2"])
        #expect(report.sites.map(\.standing) == ["not-ready", "ready", "unknown"])
        #expect(report.unregistered.map(\.name) == ["STRANGE"])
        #expect(report.neverSeen == ["NEVER-T2"] && report.silent.isEmpty)
        let bad = report.sites[0]
        #expect((bad.unfit, bad.nodes, bad.expected, bad.tier) == (4, 4, 6, 2))
        #expect(bad.blockers.map(\.check) == ["userns.enabled"])
        #expect(bad.standings == ["userns": "not-ready", "baseline": "not-ready"])
        #expect(bad.page == "/sites/BAD-T2?profile=userns")
        #expect((report.total.sites, report.total.sitesReady) == (3, 1))
        #expect((report.total.nodes, report.total.nodesReady) == (7, 3))
        let vos = Dictionary(uniqueKeysWithValues: report.vos.map { ($0.name, $0) })
        #expect(vos.mapValues(\.sites) == ["atlas": 2, "cms": 2])
        #expect(vos.mapValues(\.nodesReady) == ["atlas": 3, "cms": 3])
        #expect(report.tiers.map(\.name) == ["Tier-1", "Tier-2"])
        #expect(report.regions.map(\.sites) == [1, 2])
        let obstacle = try #require(report.obstacles.first)
        #expect(report.obstacles.count == 1 && obstacle.check == "userns.enabled")
        #expect((obstacle.sites, obstacle.nodes, obstacle.sitesFreed) == (1, 4, 1))
        #expect(obstacle.coresFreed == obstacle.cores && obstacle.cores == bad.cores)
        for spreads in [report.systems, report.kernels] {
            #expect(spreads.reduce(0) { $0 + $1.nodes } == 7)
        }
        #expect(report.waivers.map(\.check) == ["kernel.vsyscall"])
    }

    @Test func whoFlippedIsToldBothWays() async throws {
        let keeper = try await filled()
        let first = bench.now
        bench.wait(seconds: 3600)
        try await send(try CollectorBench.mended(), 1...4, to: "BAD-T2", sequence: 2)
        try await send(.troubled, 1...3, to: "GOOD-T1", sequence: 2)
        try await fold(keeper)
        let flips = try await report(since: first).flips
        #expect(flips.map(\.site) == ["BAD-T2", "GOOD-T1"])
        #expect(flips.map { "\($0.before) \($0.after)" } == ["not-ready ready", "ready not-ready"])
        #expect(flips.allSatisfy { $0.at == bench.now / 1000 })
        let all = try await report(since: 0).flips
        #expect(Set(all.map(\.before)) == [""], "before anybody knew")
        #expect(!all.contains { $0.site == "NEVER-T2" }, "nobody knew, nobody knows")
        #expect(try await report(since: bench.now).flips.isEmpty)
        // There and back is no flip.
        let second = first + 1
        bench.wait(seconds: 3600)
        try await send(.troubled, 1...4, to: "BAD-T2", sequence: 3)
        try await fold(keeper)
        #expect(try await report(since: second).flips.map(\.site) == ["GOOD-T1"])
    }

    /// Nothing of a site's words is more than text, in any form.
    @Test func noFormTakesAWordForMore() async throws {
        _ = try await filled()
        let report = try await report()
        let lines = report.csv.components(separatedBy: "\r\n")
        #expect(lines.count == 6 && lines[5].isEmpty)
        #expect(lines[0].components(separatedBy: ",").count == ReadinessReport.columns.count)
        #expect(lines[1].contains("\"'=HYPERLINK(\"\"http://x\"\")|<img src=x>`*\""))
        let text = report.markdown(linking: "https://m.example.org")
        #expect(text.contains("=HYPERLINK(\"http:\\//x\")\\|\\<img src=x\\>\\`\\*"))
        #expect(!text.replacing("\\<", with: "").contains("<"))
        #expect(text.contains("[BAD-T2](https://m.example.org/sites/BAD-T2?profile=userns)"))
        #expect(!report.markdown().contains("]("))
        for row in text.split(separator: "\n") where row.hasPrefix("|") {
            let bars = row.replacing("\\|", with: "").count(where: { $0 == "|" })
            #expect((4...12).contains(bars), "\(row)")
        }
    }

    @Test func aDocumentIsReadAsItWasWritten() async throws {
        _ = try await filled()
        let report = try await report()
        let bytes = report.json.canonicalBytes
        #expect(try ReadinessReport(reading: bytes) == report)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\"cores_ready\"") && text.contains("\"sites_freed\""))
        for wrong in ["", "{}", "[]", text.replacing("muster-report/1", with: "muster-report/2")] {
            #expect(throws: ReadinessReport.Unreadable.self) {
                try ReadinessReport(reading: Array(wrong.utf8))
            }
        }
    }

    /// The command, on the store's file and over the wire.
    @Test func theCommandSaysTheSameFromStoreAndServer() async throws {
        let keeper = try await filled()
        _ = keeper
        let program = Launch.program("muster-collector")
        let store = bench.folder + "/collector.sqlite"
        @Sendable func say(_ words: [String]) throws -> Launch.End {
            try Launch.run([program, "report", "--config", bench.folder] + words)
        }
        for format in ["text", "json", "csv", "markdown"] {
            let end = try say(["--store", store, "--format", format])
            #expect(end.exit == 0 && end.output.contains("BAD-T2"), "\(format): \(end.errors)")
        }
        #expect(try say(["--store", store, "--profile", "no"]).exit == 64)
        #expect(try say(["--store", store, "--since", "soon"]).exit == 64)
        var rules = IdentityRules()
        rules.isReadingOpen = true
        try await bench.serving(rules) { (server) async throws in
            let remote = try say(["--url", "http://127.0.0.1:\(server.port)", "--format", "csv"])
            #expect(remote.exit == 0 && remote.output.contains("BAD-T2"), "\(remote.errors)")
            let no = try say(["--url", "http://127.0.0.1:\(server.port)", "--profile", "no"])
            #expect(no.exit == 69 && no.errors.contains("404"), "\(no.errors)")
        }
        let nobody = try say(["--url", "http://127.0.0.1:1"])
        #expect(nobody.exit == 69 && !nobody.errors.isEmpty)
    }
}
