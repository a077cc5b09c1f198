import AuditExamples
import Foundation
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// The table that a task force reads.
@Suite struct ReadinessTests {
    private let field: ReadinessField
    private var bench: CollectorBench { field.bench }

    init() throws { field = try ReadinessField() }

    private func filled() async throws -> RegistryKeeper { try await field.filled() }

    private func send(
        _ example: AuditExample, _ nodes: ClosedRange<Int>, to site: String, sequence: Int64 = 1
    ) async throws {
        try await field.send(example, nodes, to: site, sequence: sequence)
    }

    private func fold(_ keeper: RegistryKeeper) async throws { try await field.fold(keeper) }

    private func report(since: Int64 = 0, at moment: Int64? = nil) async throws -> ReadinessReport {
        try await field.report(since: since, at: moment)
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

    private static let anHour: Int64 = 3_600_000

    @Test func whoFlippedIsToldBothWays() async throws {
        let keeper = try await filled()
        let next = bench.now + Self.anHour
        bench.wait(seconds: 3600)
        try await send(try CollectorBench.mended(), 1...4, to: "BAD-T2", sequence: 2)
        try await send(.troubled, 1...3, to: "GOOD-T1", sequence: 2)
        try await fold(keeper)
        let flips = try await report(since: next).flips
        #expect(flips.map(\.site) == ["BAD-T2", "GOOD-T1"])
        #expect(flips.map { "\($0.before) \($0.after)" } == ["not-ready ready", "ready not-ready"])
        #expect(flips.allSatisfy { $0.at == bench.now / 1000 })
        let all = try await report(since: 0).flips
        #expect(Set(all.map(\.before)) == [""], "before anybody knew")
        #expect(!all.contains { $0.site == "NEVER-T2" }, "nobody knew, nobody knows")
        #expect(try await report(since: bench.now + Self.anHour).flips.isEmpty)
        // There and back is no flip.
        bench.wait(seconds: 3600)
        try await send(.troubled, 1...4, to: "BAD-T2", sequence: 3)
        try await fold(keeper)
        #expect(try await report(since: next).flips.map(\.site) == ["GOOD-T1"])
    }

    /// What was told of an hour that is over is told again, whatever happened since: nodes
    /// that changed, another registry, another policy.
    @Test func aPastHourIsToldAgainAsItWas() async throws {
        let keeper = try await filled()
        let policy = ReadinessField.policy.policy(under: .usual)
        try await bench.store.enact(policy, at: bench.now)
        bench.wait(seconds: 3599)
        let (moment, first) = (bench.now, try await report())
        bench.wait(seconds: 1)
        try await send(try CollectorBench.mended(), 1...4, to: "BAD-T2", sequence: 2)
        try await send(.troubled, 4...9, to: "GOOD-T1")
        let other = ReadinessField.sites.replacing("NGI_A", with: "NGI_B")
        let looked = try await keeper.look(at: Array(other.utf8), from: "sites.yaml", bench.now)
        try await keeper.keep(looked, by: "test", bench.now)
        try await fold(keeper)
        #expect(try await report() != first)
        let again = try await report(at: moment)
        #expect(again == first && again.json.canonicalBytes == first.json.canonicalBytes)
        // Days later, when its hours are thinned to one a day.
        bench.wait(seconds: 40 * 86_400)
        try await fold(keeper)
        let day = (moment / 86_400_000 + 1) * 86_400_000 - 1
        let evening = try await report(at: day)
        let hour = bench.now / Self.anHour
        #expect(try await bench.store.thin(before: hour - 24 * 30, forgetting: 0) > 0)
        #expect(try await report(at: day) == evening)
        #expect(evening.sites.map(\.standing) == ["ready", "not-ready", "unknown"])
        // What is older than anybody wants to know goes; what it came to stays.
        _ = try await bench.store.thin(before: hour, forgetting: hour - 1)
        #expect(try await report(at: (hour - 1) * Self.anHour).sites.count == 3)
        #expect(try await report(at: (hour - 2) * Self.anHour).sites.isEmpty, "half a truth")
        _ = try await bench.store.thin(before: hour, forgetting: hour)
        #expect(try await report(at: day).sites.isEmpty)
        #expect(try await report().sites.count == 3)
    }

    @Test func theCourseBeginsWithHowItStood() async throws {
        let keeper = try await filled()
        let hour = bench.now / Self.anHour
        bench.wait(seconds: 7200)
        try await send(try CollectorBench.mended(), 1...4, to: "BAD-T2", sequence: 2)
        try await fold(keeper)
        let sites = Dictionary(
            uniqueKeysWithValues: try await bench.store.sites().map { ($0.id, $0.name) })
        func course(_ first: Int64, _ last: Int64) async throws -> [String] {
            try await bench.store.course(under: "userns", from: first, through: last)
                .filter { sites[$0.site] == "BAD-T2" }
                .map { "\($0.hour - hour) \($0.standing) \($0.ready)/\($0.nodes)" }
        }
        #expect(try await course(hour, hour + 9) == ["0 not-ready 0/4", "2 ready 4/4"])
        #expect(try await course(hour + 1, hour + 9) == ["0 not-ready 0/4", "2 ready 4/4"])
        #expect(try await course(hour + 3, hour + 9) == ["2 ready 4/4"])
        #expect(try await course(hour - 9, hour - 1).isEmpty)
    }

    /// Under a profile that is gone nobody stands any more, and stood before.
    @Test func aProfileThatIsGoneIsNotTheEndOfItsPast() async throws {
        _ = try await filled()
        let hour = bench.now / Self.anHour
        bench.wait(seconds: 3600)
        try await bench.store.keepOnly(profiles: ["baseline"], at: bench.now)
        func profiles(_ hour: Int64) async throws -> Set<String> {
            Set(try await bench.store.standings(at: hour).map(\.profile))
        }
        #expect(try await profiles(hour) == ["baseline", "userns"])
        #expect(try await profiles(hour + 1) == ["baseline"])
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
        for wrong in [
            "", "{}", "[]", text.replacing("muster-readiness/1", with: "muster-readiness/2"),
        ] {
            #expect(throws: UnreadableDocument.self) {
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
        for format in ["text", "json", "csv", "markdown", "html"] {
            let end = try say(["--store", store, "--format", format])
            #expect(end.exit == 0 && end.output.contains("BAD-T2"), "\(format): \(end.errors)")
        }
        #expect(try say(["--store", store, "--profile", "no"]).exit == 64)
        #expect(try say(["--store", store, "--since", "soon"]).exit == 64)
        #expect(try say(["--store", store, "--on", "yesterday"]).exit == 64)
        #expect(try say(["--store", store, "--on", "2999-01-01"]).exit == 64)
        #expect(try say(["--store", store, "--since", "2999-01-01"]).exit == 64)
        #expect(try say(["--store", bench.folder + "/none.sqlite"]).exit == 66)
        #expect(!FileManager.default.fileExists(atPath: bench.folder + "/none.sqlite"))
        let past = try say(["--store", store, "--on", "2020-01-01", "--format", "json"])
        #expect(past.exit == 0 && past.output.contains("\"sites\":[]"), "\(past.errors)")
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
