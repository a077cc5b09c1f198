import AuditExamples
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// From judged nodes to sites.
@Suite struct RollupTests {
    private let bench: CollectorBench

    init() throws { bench = try CollectorBench() }

    private func standings(
        under profiles: [String] = ["baseline", "atlas"]
    ) async throws -> [String: StandingRow] {
        let rollup = Rollup(
            bench.store, profiles: profiles, now: { bench.now },
            trouble: { Issue.record("\($0)") })
        // As an assessor would tell it.
        await rollup.notice(Set(try await bench.store.sites().map(\.id)))
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

    @Test func reasonsAreRankedByNodes() async throws {
        try await bench.take(
            try (1...3).map { try CollectorBench.envelope(.troubled, node: "wn\($0)") }
                + [try CollectorBench.envelope(try CollectorBench.mended(), node: "wn4")])
        _ = await bench.judged(by: CollectorBench.policy())
        let row = try #require(await standings()["baseline"])
        let why = try #require(Why(row))
        let users = try #require(why.blockers.first { $0.check == "userns.enabled" })
        #expect((users.outcome, users.nodes, users.example) == ("fail", 3, "wn1"))
        #expect(why.blockers.map(\.nodes) == why.blockers.map(\.nodes).sorted(by: >))
        #expect(why.blockers.allSatisfy { $0.check != "kernel.vsyscall" }, "only advised")
        #expect(why.reason == "0 of 3 known nodes are ready, needed 80 % at least")
        #expect(!why.isFlapping && why.missing == nil)
    }

    @Test func whoeverChangesTooOftenFlaps() async throws {
        let machines = [AuditExample.troubled, try CollectorBench.mended()]
        for step in 1...5 as ClosedRange<Int64> {
            bench.wait(seconds: 3600)
            try await bench.take([
                try CollectorBench.envelope(machines[Int(step % 2)], sequence: step)
            ])
            _ = await bench.judged(by: CollectorBench.policy(profiles: ["userns"]))
            _ = try await standings(under: ["userns"])
        }
        // A fold sees the changes before it.
        let rollup = Rollup(bench.store, profiles: ["userns"], now: { bench.now })
        await rollup.notice([1])
        await rollup.settle()
        let row = try #require(await bench.store.standings(of: "EXAMPLE-T2").first)
        let why = try #require(Why(row))
        #expect(why.changes == 5 && why.isFlapping)
        bench.wait(seconds: 8 * 86_400)
        let later = try #require(await standings(under: ["userns"])["userns"])
        #expect(try #require(Why(later)).isFlapping == false)
    }

    @Test func whatIsKnownOfASiteDecidesToo() async throws {
        try await bench.take([try CollectorBench.envelope(.troubled)])
        _ = await bench.judged(by: CollectorBench.policy())
        var site = SiteStanding.Site()
        site.isInDowntime = true
        let rollup = Rollup(
            bench.store, profiles: ["baseline"], sites: { [site] _ in [1: site] },
            now: { bench.now })
        await rollup.age()
        let down = try #require(await bench.store.standings(of: nil).first)
        #expect(down.standing == "in-downtime")
        // Four declared, one seen: more is unknown than known.
        site = SiteStanding.Site()
        site.expected = 4
        let counted = Rollup(
            bench.store, profiles: ["baseline"], sites: { [site] _ in [1: site] },
            now: { bench.now })
        await counted.age()
        let row = try #require(await bench.store.standings(of: nil).first)
        #expect(row.standing == "unknown" && row.counts.expected == 4)
        #expect(try #require(Why(row)).missing == 3)
    }

    @Test func aProfileThatIsGoneHasNoStandings() async throws {
        try await bench.take([try CollectorBench.envelope(.troubled)])
        let assessor = await bench.judged(by: CollectorBench.policy())
        #expect(try await standings().count == 2)
        await assessor.take(CollectorBench.policy(profiles: ["atlas"], version: "2"))
        await assessor.settle()
        #expect(try await bench.store.standings(of: nil).map(\.profile) == ["atlas"])
    }
}
