import AuditExamples
import Foundation
import MusterModel
import MusterProbes
import MusterStore
import Synchronization
import Testing

@testable import MusterCollector

/// A store of its own, a bench of a few profiles, and reports to send.
final class CollectorBench: Sendable {
    static let incarnation = String(repeating: "5", count: 32)
    /// 2026-11-27, in milliseconds.
    static let start: Int64 = 1_795_737_600_000

    let folder: String
    let store: SQLiteStore
    private let clock = Mutex(CollectorBench.start)

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/collector.\(UUID())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(at: folder + "/collector.sqlite")
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Milliseconds since 1970, as the test has it.
    var now: Int64 { clock.withLock { $0 } }
    func wait(seconds: Int64) { clock.withLock { $0 += seconds * 1000 } }

    /// The profiles of the troubled example, by which it is unfit, and `userns`, by which
    /// the mended one is ready.
    static func policy(
        waivers: [Waiver] = [], profiles: Set<String> = ["baseline", "atlas"],
        version: String = "1"
    ) -> Bench {
        let userns = AuditExample.troubled.profiles[0].checks.filter { $0.id == "userns.enabled" }
        let all = AuditExample.troubled.profiles + [.example("userns", userns)]
        return Bench(
            all.filter { profiles.contains($0.id) },
            vocabulary: ProbeCatalogue.vocabulary, waivers: waivers, advisories: [],
            document: .string(version))
    }

    /// The troubled machine after somebody turned user namespaces on.
    static func mended() throws -> AuditExample {
        var example = AuditExample.troubled
        let index = try #require(
            example.facts.firstIndex { $0.key.name.text == "userns.limit.user" })
        example.facts[index] = fact("userns.limit.user", .integer(63_000))
        return example
    }

    /// Who everybody may speak for: the site of the test, whatever the body says.
    static let admission: Ingest.Admission = { envelope in
        .success(NodeName(site: "EXAMPLE-T2", node: envelope.id.node))
    }

    /// A report of a machine, with all its sections.
    static func envelope(
        _ example: AuditExample = .troubled, node: String = "wn1", sequence: Int64 = 1,
        word: String = "", sections isWhole: Bool = true
    ) throws -> Envelope {
        let id = try #require(
            ReportID(
                site: "CLAIMED", node: node, incarnation: incarnation, sequence: sequence))
        let report = example.report.adding(remarks: word.isEmpty ? [] : [word])
        let whole = try Envelope(
            report, as: id, at: 1_795_737_000 + sequence, by: ProbeCatalogue.vocabulary)
        return isWhole ? whole : try Envelope(body: whole.body)
    }

    /// The same from a node that has lost the frame of its gauges.
    static func lost(_ envelope: Envelope) throws -> Envelope {
        let frame = try ReportBody(of: envelope).gauges.frame
        return try Envelope(
            body: envelope.body, sections: envelope.sections.filter { $0.key != frame },
            lost: [frame])
    }

    /// Envelopes as they travel, in one delivery.
    static func delivery(_ envelopes: [Envelope]) throws -> [UInt8] {
        let all = try deliveries(envelopes)
        try #require(all.count == 1)
        return all[0]
    }

    /// Envelopes as they travel, in as many deliveries as they need.
    static func deliveries(_ envelopes: [Envelope]) throws -> [[UInt8]] {
        var all = [Delivery()]
        for envelope in envelopes where !all[all.count - 1].add(envelope) {
            all.append(Delivery())
            try #require(all[all.count - 1].add(envelope) == true)
        }
        return all.map(\.bytes)
    }

    /// Runs ingest for as long as `body` needs it.
    func withIngest<Value: Sendable>(
        into store: (any ReportStore)? = nil, _ body: (Ingest) async throws -> Value
    ) async throws -> Value {
        let inlet = Inlet(to: store ?? self.store)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await inlet.run() }
            let frames = GaugeFrames(store ?? self.store)
            let value = try await body(Ingest(into: inlet, by: frames, now: { self.now }))
            group.cancelAll()
            return value
        }
    }

    /// Takes reports, and judges them.
    func take(_ envelopes: [Envelope]) async throws {
        let deliveries = try Self.deliveries(envelopes)
        try await withIngest { ingest in
            for bytes in deliveries {
                let receipts = try await ingest.take(bytes, admission: Self.admission).receipts
                #expect(receipts.values.allSatisfy { $0 == .stored }, "\(receipts)")
            }
        }
    }

    /// Judges everybody, and folds every site of a registry.
    func fold(by policy: Bench, _ keeper: RegistryKeeper) async throws {
        _ = await judged(by: policy)
        let rollup = Rollup(
            store, profiles: policy.profiles.map(\.id),
            sites: { moment throws(StoreError) in try await keeper.standing(at: moment) },
            now: { self.now }, trouble: { Issue.record("\($0)") })
        await rollup.notice(Set(try await store.sites().map(\.id)))
        await rollup.age()
    }

    /// An assessor that has judged everybody.
    func judged(by bench: Bench) async -> Assessor {
        let assessor = Assessor(
            store, bench: bench, now: { self.now }, trouble: { Issue.record("\($0)") })
        await assessor.settle()
        return assessor
    }
}
