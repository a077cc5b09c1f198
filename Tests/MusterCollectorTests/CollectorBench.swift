import AuditExamples
import Foundation
import MusterChecks
import MusterModel
import MusterProbes
import MusterStore
import Synchronization
import Testing

@testable import MusterCollector

/// A store of its own, a bench of the built-in profiles, and reports to send.
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

    /// The built-in profiles.
    static func policy(
        waivers: [Waiver] = [], profiles: Set<String> = ["baseline", "atlas"],
        version: String = "1"
    ) -> Bench {
        let library = ChecksLibrary(CheckFile.builtIn, vocabulary: ProbeCatalogue.vocabulary)
        return Bench(
            library.profiles.filter { profiles.contains($0.id) },
            vocabulary: ProbeCatalogue.vocabulary, waivers: waivers,
            advisories: library.advisories, policy: Digest(of: Array(version.utf8)))
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
        let whole = try Envelope(report, as: id, at: 1_795_737_000 + sequence)
        return isWhole ? whole : try Envelope(body: whole.body)
    }

    /// A delivery of envelopes, as it travels.
    static func delivery(_ envelopes: [Envelope]) throws -> [UInt8] {
        var delivery = Delivery()
        for envelope in envelopes { try #require(delivery.add(envelope) == true) }
        return delivery.bytes
    }

    /// Runs ingest for as long as `body` needs it.
    func withIngest<Value: Sendable>(
        into store: (any ReportStore)? = nil, _ body: (Ingest) async throws -> Value
    ) async throws -> Value {
        let inlet = Inlet(to: store ?? self.store)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await inlet.run() }
            let value = try await body(Ingest(into: inlet, now: { self.now }))
            group.cancelAll()
            return value
        }
    }

    /// Takes reports, and judges them.
    func take(_ envelopes: [Envelope]) async throws {
        let bytes = try Self.delivery(envelopes)
        let answer = try await withIngest {
            try await $0.take(bytes, admission: Self.admission)
        }
        #expect(answer.receipts.values.allSatisfy { $0 == .stored }, "\(answer.receipts)")
    }

    /// An assessor that has judged everybody.
    func judged(by bench: Bench) async -> Assessor {
        let assessor = Assessor(store, bench: bench, now: { self.now })
        await assessor.settle()
        return assessor
    }
}
