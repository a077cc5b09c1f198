import AuditExamples
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// From judged nodes to sites.
@Suite struct RollupTests {
    private let bench: CollectorBench

    init() throws { bench = try CollectorBench() }

    private func standings() async throws -> [String: StandingRow] {
        let rollup = Rollup(
            bench.store, now: { bench.now }, trouble: { Issue.record("\($0)") })
        await rollup.age()
        let rows = try await bench.store.standings(of: "EXAMPLE-T2")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.profile, $0) })
    }

    @Test func aSiteStandsAsItsNodesAre() async throws {
        try await bench.take(
            try (1...4).map { try CollectorBench.envelope(.troubled, node: "wn\($0)") })
        _ = await bench.judged(by: CollectorBench.policy())
        let row = try #require(await standings()["baseline"])
        #expect(row.standing == "not-ready")
        #expect(row.trust == .unregistered)
        #expect((row.counts.unfit, row.counts.ready, row.counts.nodes) == (4, 0, 4))
        #expect(row.since == bench.now)
    }

    @Test func aNodeThatStopsGoesStaleThenSilentAndComesBack() async throws {
        try await bench.take([try CollectorBench.envelope()])
        _ = await bench.judged(by: CollectorBench.policy())
        #expect(try await standings()["baseline"]?.counts.unfit == 1)
        bench.wait(seconds: 9_001)
        #expect(try await standings()["baseline"]?.counts.stale == 1)
        #expect(try await standings()["baseline"]?.standing == "unknown")
        bench.wait(seconds: 86_400)
        #expect(try await standings()["baseline"]?.counts.silent == 1)
        bench.wait(seconds: 60)
        try await bench.take([try CollectorBench.envelope(sequence: 2, word: "back")])
        #expect(try await standings()["baseline"]?.counts.unfit == 1)
        let told = try await bench.store.transitions(
            at: "EXAMPLE-T2", node: "wn1", before: .max, atMost: 100
        ).filter { $0.kind == .freshness }.map(\.after)
        #expect(told == ["fresh", "silent", "stale"], "newest first")
        let site = try #require(await bench.store.sites().first)
        let changes = try await bench.store.changes(of: site.id, under: "baseline", since: 0)
        #expect(changes.map(\.standing) == ["not-ready", "unknown", "not-ready"])
    }
}
