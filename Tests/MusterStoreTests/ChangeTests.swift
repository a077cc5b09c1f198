import MusterModel
import Testing

@testable import MusterStore

/// Changes of standings, one after the other.
@Suite struct ChangeTests {
    private func keep(
        _ store: SQLiteStore, _ standing: String, _ profile: String = "p", at moment: Int64
    ) async throws {
        let row = StandingRow(
            site: 1, name: Arrivals.site, trust: .unregistered, profile: profile,
            standing: standing, since: moment, counts: StandingRow.Counts(), document: [])
        try await store.keep([row], at: moment)
    }

    @Test func aChangeIsANumberHigherThanAllBefore() async throws {
        let scratch = try ScratchStore()
        let store = scratch.store
        #expect(try await store.newestChange() == 0)
        _ = try await store.keep([Arrivals.arrival(1, received: 1)])
        for (moment, standing) in [(5, "ready"), (6, "ready"), (7, "partial"), (7, "ready")] {
            try await keep(store, standing, at: Int64(moment))
        }
        try await keep(store, "unknown", "q", at: 8)
        let all = try await store.standingChanges(after: 0, atMost: 100)
        #expect(all.map(\.after) == ["ready", "partial", "ready", "unknown"])
        #expect(all.map(\.before) == ["", "ready", "partial", ""])
        #expect(all.map(\.number) == [1, 2, 3, 4] && all.map(\.at) == [5, 7, 7, 8])
        #expect(try await store.standingChanges(after: 2, atMost: 1).map(\.number) == [3])
        let back = try await store.standingChanges(
            under: "p", before: 3, within: .all, atMost: 10)
        #expect(back.map(\.number) == [2, 1])
        let other = try await store.standingChanges(
            under: nil, before: .max, within: .site("OTHER"), atMost: 10)
        #expect(other.isEmpty)
        // What is forgotten leaves no number to anybody else.
        _ = try await store.forget(reports: 0, transitions: 9, contents: 0)
        #expect(try await store.standingChanges(after: 0, atMost: 100).isEmpty)
        try await keep(store, "partial", "q", at: 10)
        #expect(try await store.newestChange() == 5)
    }

    @Test func aReaderGoesOnWhereItWas() async throws {
        let scratch = try ScratchStore()
        #expect(try await scratch.store.mark(of: "a") == nil)
        try await scratch.store.keep(mark: 3, of: "a")
        try await scratch.store.keep(mark: 7, of: "a")
        try await scratch.store.keep(mark: 1, of: "b")
        #expect(try await scratch.store.mark(of: "a") == 7)
        #expect(try await scratch.store.mark(of: "b") == 1)
    }
}
