import AuditExamples
import Foundation
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// Sites with nodes under a registry and a policy, for everything that is told of them.
struct ReadinessField: Sendable {
    let bench: CollectorBench
    /// By which nodes are judged.
    let policy: Bench
    /// A cell that a spreadsheet would run, and a name that a page or a wiki would.
    static let nasty = "=HYPERLINK(\"http://x\")|<img src=x>`*"

    init(by policy: Bench = policy) throws {
        bench = try CollectorBench()
        self.policy = policy
    }

    static let sites = """
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
    func filled() async throws -> RegistryKeeper {
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

    func send(
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

    static let policy = CollectorBench.policy(
        waivers: [
            Waiver(
                check: "kernel.vsyscall", reason: nasty, owner: "ops",
                until: CalendarDate(secondsSince1970: CollectorBench.start / 1000 + 86_400 * 30))
        ], profiles: ["userns", "baseline"])

    func fold(_ keeper: RegistryKeeper) async throws {
        try await bench.fold(by: policy, keeper)
    }

    func report(since: Int64 = 0, at moment: Int64? = nil) async throws -> ReadinessReport {
        try #require(
            await ReportMaker(bench.store, bench: policy).report(
                under: "userns", at: moment ?? bench.now, since: since))
    }
}
