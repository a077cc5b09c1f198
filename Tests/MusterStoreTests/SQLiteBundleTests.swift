import MusterModel
import MusterStore
import Testing

/// ``BundleStore`` on SQLite.
@Suite struct SQLiteBundleTests {
    private func bundle(_ version: Int64, _ byte: UInt8, at now: Int64 = 5) -> PublishedBundle {
        PublishedBundle(version: version, digest: Digest(of: [byte]), published: now)
    }

    @Test func versionsOnlyRiseAndBytesAreKept() async throws {
        let scratch = try ScratchStore()
        let store = scratch.store
        #expect(try await store.bundles(atMost: 1).isEmpty)
        #expect(try await store.publish(bundle(2, 1), [1]) == .published)
        #expect(try await store.publish(bundle(2, 1, at: 9), [1]) == .known)
        #expect(try await store.publish(bundle(2, 7), [7]) == .notHigher(than: 2))
        #expect(try await store.publish(bundle(1, 7), [7]) == .notHigher(than: 2))
        #expect(try await store.publish(bundle(5, 3), [3, 0, 255]) == .published)
        #expect(try await store.publish(bundle(2, 1), [1]) == .notHigher(than: 5))
        #expect(try await store.bundles(atMost: 9) == [bundle(5, 3), bundle(2, 1)])
        #expect(try await store.bundles(atMost: 1).map(\.version) == [5])
        #expect(try await store.signedBundle(5) == [3, 0, 255])
        #expect(try await store.signedBundle(4) == nil)
    }
}
