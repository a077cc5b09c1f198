import Testing

@testable import MusterStore

/// ``ReportStore`` on SQLite.
@Suite struct SQLiteReportTests {
    private func trying(
        _ claim: (ReportStoreConformance<SQLiteStore>) async throws -> Void
    ) async throws {
        let scratch = try ScratchStore()
        try await claim(ReportStoreConformance(store: scratch.store))
    }

    @Test func aReportIsKeptOnceAndNoOtherBody() async throws {
        try await trying { try await $0.onceAndNoOtherBody() }
    }
    @Test func numbersAreEachNodesOwn() async throws {
        try await trying { try await $0.numbersAreEachNodesOwn() }
    }
    @Test func aBacklogComesInAnyOrder() async throws {
        try await trying { try await $0.aBacklogComesInAnyOrder() }
    }
    @Test func aMissingSectionIsWanted() async throws {
        try await trying { try await $0.aMissingSectionIsWanted() }
    }
    @Test func aFrameIsWantedOnceAndValuesMove() async throws {
        try await trying { try await $0.aFrameIsWantedOnceAndValuesMove() }
    }
    @Test func aReportWithoutASheetMovesNothing() async throws {
        try await trying { try await $0.aReportWithoutASheetMovesNothing() }
    }
    @Test func clonesAreFlaggedAndBacklogsAreNot() async throws {
        try await trying { try await $0.clonesAreFlaggedAndBacklogsAreNot() }
    }
    @Test func gapsAreKept() async throws { try await trying { try await $0.gapsAreKept() } }
}
