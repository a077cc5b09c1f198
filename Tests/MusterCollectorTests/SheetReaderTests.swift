import AuditExamples
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// What nodes share is read once, and nothing that is not whole is remembered.
@Suite struct SheetReaderTests {
    /// A store that counts what it is asked for, and may lack something.
    private actor CountingStore: ReportStore {
        let inner: SQLiteStore
        var lacking: Set<Digest> = []
        private(set) var asked = 0

        init(_ inner: SQLiteStore) { self.inner = inner }

        func lack(_ digests: Set<Digest>) { lacking = digests }

        func keep(_ arrivals: [Arrival]) async throws(StoreError) -> [Receipt] { [] }
        func state(of: String, at: String) async throws(StoreError) -> NodeState? { nil }
        func tallies(of: String, at: String) async throws(StoreError) -> [Tally] { [] }
        func content(
            _ digests: Set<Digest>, at site: String
        ) async throws(StoreError) -> [Digest: [UInt8]] {
            asked += digests.count
            return try await inner.content(digests.subtracting(lacking), at: site)
        }
    }

    private let bench: CollectorBench

    init() throws { bench = try CollectorBench() }

    @Test func equalSheetsAreReadOnce() async throws {
        try await bench.take(try (1...5).map { try CollectorBench.envelope(node: "wn\($0)") })
        let site = try #require(await bench.store.sites().first)
        let states = try await bench.store.states(at: site.id, after: 0, atMost: 10)
        let store = CountingStore(bench.store)
        let reader = SheetReader(store)
        let first = try await reader.read(states, at: site)
        #expect(first.readings.count == 1 && first.claims.count == 1)
        let asked = await store.asked
        let again = try await reader.read(states, at: site)
        #expect(await store.asked == asked, "nothing is asked for twice")
        let sheet = states[0].sheet
        #expect(again.readings[sheet]?.sheet == first.readings[sheet]?.sheet)
        #expect(again.claims == first.claims)
    }

    @Test func whatIsLostNowIsThereWhenItComes() async throws {
        try await bench.take([try CollectorBench.envelope()])
        let site = try #require(await bench.store.sites().first)
        let states = try await bench.store.states(at: site.id, after: 0, atMost: 10)
        let sheet = states[0].sheet
        let bytes = try #require(await bench.store.content([sheet], at: site.name)[sheet])
        let section = try #require(SheetReading.sections(in: bytes).min())
        let store = CountingStore(bench.store)
        let reader = SheetReader(store)
        await store.lack([section])
        let less = try #require(await reader.read(states, at: site).readings[sheet])
        await store.lack([])
        let whole = try #require(await reader.read(states, at: site).readings[sheet])
        #expect(whole.sheet.sections.count == less.sheet.sections.count + 1)
        await store.lack([sheet, section])
        let remembered = try await reader.read(states, at: site).readings[sheet]
        #expect(remembered?.sheet == whole.sheet)
    }
}
