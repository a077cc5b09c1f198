import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// From the bytes of a request to a receipt for each report.
@Suite struct IngestTests {
    private let bench: CollectorBench

    init() throws { bench = try CollectorBench() }

    private func take(
        _ envelopes: [Envelope], into store: (any ReportStore)? = nil
    ) async throws -> [Int64: Receipt] {
        let bytes = try CollectorBench.delivery(envelopes)
        let answer = try await bench.withIngest(into: store) {
            try await $0.take(bytes, admission: CollectorBench.admission)
        }
        return Dictionary(
            uniqueKeysWithValues: answer.receipts.map { ($0.key.sequence, $0.value) })
    }

    @Test func aReportIsKeptOnceAndNoOtherBodyUnderItsNumber() async throws {
        let first = try CollectorBench.envelope()
        #expect(try await take([first]) == [1: .stored])
        for _ in 0..<10 { #expect(try await take([first]) == [1: .known]) }
        let other = try CollectorBench.envelope(word: "another")
        #expect(try await take([other]) == [1: .refused("another body under this id")])
        let tally = try #require(await bench.store.tallies(of: "wn1", at: "EXAMPLE-T2").first)
        #expect((tally.received, tally.contradictions) == (1, 1))
    }

    @Test func missingSectionsAreWantedAndNothingIsKeptBefore() async throws {
        let whole = try CollectorBench.envelope()
        let bare = try CollectorBench.envelope(sections: false)
        #expect(try await take([bare]) == [1: .wants(whole.named.sorted())])
        #expect(try await bench.store.state(of: "wn1", at: "EXAMPLE-T2") == nil)
        #expect(try await take([whole]) == [1: .stored])
        // The next one, and another node's, need not bring them again.
        let next = try CollectorBench.envelope(sequence: 2, word: "2", sections: false)
        let other = try CollectorBench.envelope(node: "wn2", sequence: 3, sections: false)
        #expect(try await take([next, other]) == [2: .stored, 3: .stored])
    }

    @Test func whatIsLostIsNotWanted() async throws {
        let whole = try CollectorBench.envelope()
        let lost = try Envelope(body: whole.body, lost: whole.named)
        #expect(try await take([lost]) == [1: .stored])
    }

    @Test func sitesDoNotShareSections() async throws {
        _ = try await take([try CollectorBench.envelope()])
        let bare = try CollectorBench.delivery([try CollectorBench.envelope(sections: false)])
        let answer = try await bench.withIngest {
            try await $0.take(bare) { .success(NodeName(site: "OTHER", node: $0.id.node)) }
        }
        guard case .wants? = answer.receipts.values.first else {
            Issue.record("\(answer.receipts)")
            return
        }
    }

    /// The credential decides; what the body claims is shown at most.
    @Test func theSiteIsTheSendersAndNotTheBodys() async throws {
        _ = try await take([try CollectorBench.envelope()])
        #expect(try await bench.store.sites().map(\.name) == ["EXAMPLE-T2"])
        let refused = try CollectorBench.delivery([try CollectorBench.envelope(sequence: 2)])
        let answer = try await bench.withIngest {
            try await $0.take(refused) { _ in .failure(.report("not yours")) }
        }
        #expect(Array(answer.receipts.values) == [.refused("not yours")])
    }

    @Test func anEnvelopeALineIsTakenToo() async throws {
        let envelopes = try [1, 2].map { try CollectorBench.envelope(sequence: $0) }
        let lines = envelopes.map { String(decoding: $0.bytes, as: UTF8.self) }
        let text = Array((lines.joined(separator: "\n") + "\n").utf8)
        let answer = try await bench.withIngest {
            try await $0.take(text, isLines: true, admission: CollectorBench.admission)
        }
        #expect(answer.receipts.count == 2)
        #expect(answer.receipts.values.allSatisfy { $0 == .stored })
        for broken in ["", "\n\n", "{}", lines[0] + "\n{", lines[0] + "\n" + lines[0]] {
            await #expect(throws: Ingest.Refusal.self) {
                try await bench.withIngest {
                    try await $0.take(
                        Array(broken.utf8), isLines: true, admission: CollectorBench.admission)
                }
            }
        }
    }

    @Test func oneThatDoesNotReadCostsTheOthersNothing() async throws {
        let envelopes = try [1, 2, 3].map { try CollectorBench.envelope(sequence: $0) }
        let bytes = try CollectorBench.delivery(envelopes)
        let sha = Digest(of: envelopes[1].body).text
        let text = String(decoding: bytes, as: UTF8.self)
            .replacing("\"sha256\":\"\(sha)\"", with: "\"sha256\":\"\(String(sha.reversed()))\"")
        let answer = try await bench.withIngest {
            try await $0.take(Array(text.utf8), admission: CollectorBench.admission)
        }
        let bySequence = Dictionary(
            uniqueKeysWithValues: answer.receipts.map { ($0.key.sequence, $0.value) })
        #expect(bySequence[1] == .stored && bySequence[3] == .stored)
        #expect(bySequence[2] == .refused("sha256: needed the digest of the body's bytes"))
    }

    @Test(arguments: [
        "", "{}", "[]", "{\"format\":\"muster-delivery/1\",\"envelopes\":[]}",
        "{\"format\":\"muster-delivery/1\",\"envelopes\":[{}]}",
        String(repeating: "[", count: 2_000), "{\"a\":1e999}", "\u{0}",
    ])
    func whatIsNoDeliveryIsRefusedAsAWhole(_ text: String) async throws {
        await #expect(throws: Ingest.Refusal.self) {
            _ = try await bench.withIngest {
                try await $0.take(Array(text.utf8), admission: CollectorBench.admission)
            }
        }
    }

    /// A store that fails, and what its sender is told.
    private struct FailingStore: ReportStore {
        let code: StoreError.Code

        func keep(_ arrivals: [Arrival]) async throws(StoreError) -> [Receipt] {
            throw StoreError("keep", code, "on purpose")
        }
        func state(of: String, at: String) async throws(StoreError) -> NodeState? { nil }
        func tallies(of: String, at: String) async throws(StoreError) -> [Tally] { [] }
        func content(
            _ digests: Set<Digest>, at: String
        ) async throws(StoreError) -> [Digest: [UInt8]] { [:] }
    }

    private static let pauses: [(StoreError.Code, Int64)] = [
        (.full, 30), (.busy, 30), (.damaged, 300),
    ]

    @Test(arguments: pauses)
    func aStoreThatFailsAcknowledgesNothing(_ code: StoreError.Code, _ pause: Int64) async throws {
        do {
            let receipts = try await take(
                [try CollectorBench.envelope()], into: FailingStore(code: code))
            Issue.record("acknowledged: \(receipts)")
        } catch let refusal as Ingest.Refusal {
            guard case .busy(_, let told) = refusal else {
                Issue.record("\(refusal)")
                return
            }
            #expect(told == pause)
        }
    }

    @Test func manySendersShareCommits() async throws {
        let deliveries = try (0..<40).map { number in
            try CollectorBench.delivery([try CollectorBench.envelope(node: "wn\(number)")])
        }
        let stored = try await bench.withIngest { ingest in
            try await withThrowingTaskGroup(of: DeliveryAnswer.self) { group in
                for bytes in deliveries {
                    group.addTask {
                        try await ingest.take(bytes, admission: CollectorBench.admission)
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1.receipts.count }
            }
        }
        #expect(stored == 40)
        let site = try #require(await bench.store.sites().first)
        #expect(try await bench.store.states(at: site.id, after: 0, atMost: 100).count == 40)
    }
}
