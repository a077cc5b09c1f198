import MusterStore
import Testing

/// What every ``IdentityStore`` has to do, whichever engine it stands on.
struct IdentityStoreConformance<Store: IdentityStore> {
    let store: Store

    private func credential(
        _ role: Credential.Role = .join, uses: Int64? = nil, word: String = "a"
    ) async throws -> Credential {
        try await store.keep(
            Credential(
                role: role, site: "EXAMPLE-T2", digest: word, label: "", made: 10,
                expires: 1000, usesLeft: uses))
    }

    func aCredentialIsFoundByItsDigestUntilItIsRevoked() async throws {
        let one = try await credential()
        let two = try await credential(word: "b")
        #expect(one.id != two.id && one.isGood(at: 999) && !one.isGood(at: 1000))
        #expect(try await store.credential(of: "a") == one)
        #expect(try await store.credential(of: "A") == nil)
        #expect(try await store.revoke(credential: one.id, at: 20))
        #expect(try await !store.revoke(credential: one.id, at: 30), "it was already")
        #expect(try await !store.revoke(credential: 99, at: 30))
        let revoked = try #require(await store.credential(of: "a"))
        #expect(revoked.revoked == 20 && !revoked.isGood(at: 15))
        #expect(try await store.credentials().map(\.id) == [two.id, one.id])
        await #expect(throws: StoreError.self) { try await credential(word: "b") }
    }

    func aTokenMakesAsManyNodesKnownAsItMay() async throws {
        let token = try await credential(uses: 2)
        func join(_ key: String, _ node: String) async throws -> Joining {
            try await store.join(key: key, node: node, by: token, at: 50)
        }
        let known = KnownKey(key: "k1", site: "EXAMPLE-T2", node: "wn1", since: 50)
        #expect(try await join("k1", "wn1") == .known(known))
        #expect(try await join("k1", "wn1") == .known(known), "again costs no use")
        #expect(try await join("k9", "wn1") == .taken)
        #expect(try await join("k1", "wn2") == .revoked, "a key is one node's")
        guard case .known = try await join("k2", "wn2") else { return fail() }
        #expect(try await join("k3", "wn3") == .usedUp)
        #expect(try await store.known(key: "k1") == known)
        #expect(try await store.known(key: "k3") == nil)
        #expect(try await store.credential(of: "a")?.usesLeft == 0)
    }

    func aRevokedKeyStaysSoAndTheNodeMayComeWithAnother() async throws {
        let token = try await credential()
        _ = try await store.join(key: "k1", node: "wn1", by: token, at: 50)
        #expect(try await store.revokeKeys(of: "wn1", at: "ELSEWHERE", now: 60) == 0)
        #expect(try await store.revokeKeys(of: "wn1", at: "EXAMPLE-T2", now: 60) == 1)
        #expect(try await store.known(key: "k1")?.revoked == 60)
        #expect(try await store.join(key: "k1", node: "wn1", by: token, at: 70) == .revoked)
        guard case .known = try await store.join(key: "k2", node: "wn1", by: token, at: 70)
        else { return fail() }
    }

    func theLogShowsWhatWasDoneToIt() async throws {
        for number in 1...5 as ClosedRange<Int64> {
            try await store.note("deed", by: "somebody", "{\"n\":\(number)}", at: number)
        }
        let all = try await store.audit(after: 0, atMost: 10)
        #expect(all.map(\.number) == [1, 2, 3, 4, 5] && AuditChain.fault(in: all) == nil)
        let later = try await store.audit(after: 2, atMost: 2)
        #expect(later.map(\.number) == [3, 4])
        #expect(AuditChain.fault(in: later, behind: (2, all[1].digest)) == nil)
        #expect(AuditChain.fault(in: later, behind: (2, all[0].digest)) == 3)
        #expect(AuditChain.fault(in: Array(all.dropFirst())) == 1, "the first is gone")
        #expect(AuditChain.fault(in: [all[0]] + all.dropFirst(2)) == 2, "one is gone")
        #expect(AuditChain.fault(in: [all[0], all[2], all[1]]) == 2, "another order")
    }

    private func fail() { Issue.record("a node is not known that has to be") }
}
