import AuditExamples
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// Judging in the background.
@Suite struct AssessorTests {
    private let bench: CollectorBench

    init() throws { bench = try CollectorBench() }

    private func history() async throws -> [Transition] {
        try await bench.store.transitions(
            at: "EXAMPLE-T2", node: nil, before: .max, atMost: 10_000)
    }

    @Test func everyNodeIsJudgedUnderEveryProfile() async throws {
        try await bench.take([try CollectorBench.envelope()])
        _ = await bench.judged(by: CollectorBench.policy())
        let site = try #require(await bench.store.sites().first)
        let groups = try await bench.store.counted(at: site.id).groups
        #expect(Set(groups.map(\.profile)) == ["baseline", "atlas"])
        #expect(groups.allSatisfy { $0.nodes == 1 && $0.freshness == "fresh" })
        let told = try await history()
        #expect(told.map(\.kind) == [.verdict, .verdict])
        #expect(told.allSatisfy { $0.before.isEmpty && $0.node == "wn1" })
    }

    @Test func aSignOfLifeChangesNothing() async throws {
        try await bench.take([try CollectorBench.envelope()])
        _ = await bench.judged(by: CollectorBench.policy())
        let before = try await history()
        bench.wait(seconds: 3600)
        try await bench.take([try CollectorBench.envelope(sequence: 2, word: "an hour later")])
        _ = await bench.judged(by: CollectorBench.policy())
        #expect(try await history() == before)
    }

    @Test func whatChangesIsTold() async throws {
        try await bench.take([try CollectorBench.envelope(.troubled)])
        let assessor = await bench.judged(by: CollectorBench.policy())
        bench.wait(seconds: 60)
        try await bench.take([try CollectorBench.envelope(try CollectorBench.mended(), sequence: 2)]
        )
        await assessor.notice([NodeName(site: "EXAMPLE-T2", node: "wn1")])
        await assessor.settle()
        let told = try await history().filter { $0.at == bench.now }
        #expect(told.contains { $0.kind == .finding && $0.after.isEmpty }, "\(told)")
        let again = try await history()
        await assessor.notice([NodeName(site: "EXAMPLE-T2", node: "wn1")])
        await assessor.settle()
        #expect(try await history() == again)
    }

    @Test func equalNodesAreJudgedOnce() async throws {
        try await bench.take(
            try (1...30).map { try CollectorBench.envelope(node: "wn\($0)") })
        _ = await bench.judged(by: CollectorBench.policy())
        let site = try #require(await bench.store.sites().first)
        let states = try await bench.store.states(at: site.id, after: 0, atMost: 100)
        #expect(states.count == 30 && Set(states.map(\.sheet)).count == 1)
        let groups = try await bench.store.counted(at: site.id).groups
        #expect(groups.map(\.nodes) == [30, 30])
    }

    @Test func anotherPolicyJudgesEverybodyAnew() async throws {
        try await bench.take(
            try (1...5).map { try CollectorBench.envelope(node: "wn\($0)") })
        let assessor = await bench.judged(by: CollectorBench.policy(profiles: ["baseline"]))
        await assessor.take(CollectorBench.policy(profiles: ["atlas"], version: "2"))
        await assessor.settle()
        #expect(await assessor.progress.judged == 5)
        #expect(await assessor.progress.isWhole)
        let site = try #require(await bench.store.sites().first)
        let groups = try await bench.store.counted(at: site.id).groups
        #expect(Set(groups.map(\.profile)) == ["atlas"], "the other profile is gone")
    }

    @Test func aWaiverHoldsUntilItsDayAndTheNodesOwnDoNotCount() async throws {
        try await bench.take([try CollectorBench.envelope(.troubled)])
        let plain = await bench.judged(by: CollectorBench.policy())
        let open = try #require(await history().first { $0.profile == "baseline" })
        #expect(open.after == "unfit")
        let checks = CollectorBench.policy().profiles.flatMap(\.checks)
        let day = CalendarDate(secondsSince1970: bench.now / 1000)
        let waivers = Set(checks.map(\.id)).map {
            Waiver(check: $0, reason: "drain", owner: "somebody", until: day)
        }
        bench.wait(seconds: 1)
        await plain.take(CollectorBench.policy(waivers: waivers))
        await plain.settle()
        let site = try #require(await bench.store.sites().first)
        #expect(
            try await bench.store.counted(at: site.id).groups.allSatisfy { $0.verdict == .ready })
        bench.wait(seconds: 86_400)
        await plain.judgeEverybody()
        await plain.settle()
        let after = try await bench.store.counted(at: site.id).groups
        #expect(after.contains { $0.verdict == .unfit }, "the day after nothing is waived")
    }
}
