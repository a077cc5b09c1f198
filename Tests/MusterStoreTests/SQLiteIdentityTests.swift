import Testing

@testable import MusterStore

/// ``IdentityStore`` on SQLite.
@Suite struct SQLiteIdentityTests {
    private func trying(
        _ claim: (IdentityStoreConformance<SQLiteStore>) async throws -> Void
    ) async throws {
        let scratch = try ScratchStore()
        try await claim(IdentityStoreConformance(store: scratch.store))
    }

    @Test func aCredentialIsFoundByItsDigestUntilItIsRevoked() async throws {
        try await trying { try await $0.aCredentialIsFoundByItsDigestUntilItIsRevoked() }
    }
    @Test func aTokenMakesAsManyNodesKnownAsItMay() async throws {
        try await trying { try await $0.aTokenMakesAsManyNodesKnownAsItMay() }
    }
    @Test func aRevokedKeyStaysSoAndTheNodeMayComeWithAnother() async throws {
        try await trying { try await $0.aRevokedKeyStaysSoAndTheNodeMayComeWithAnother() }
    }
    @Test func theLogShowsWhatWasDoneToIt() async throws {
        try await trying { try await $0.theLogShowsWhatWasDoneToIt() }
    }

    /// Whatever is changed in a row, the chain tells which.
    @Test(arguments: ["who = 'x'", "deed = 'x'", "document = '{}'", "at_milliseconds = 9"])
    func aChangedRowIsFound(_ change: String) async throws {
        let scratch = try ScratchStore()
        for number in 1...3 as ClosedRange<Int64> {
            try await scratch.store.note("deed", by: "somebody", "{\"n\":1}", at: number)
        }
        try await scratch.store.write("test") { database in
            try database.run("UPDATE audit SET \(change) WHERE audit_id = 2", [])
        }
        let all = try await scratch.store.audit(after: 0, atMost: 10)
        #expect(AuditChain.fault(in: all) == 2)
    }
}
