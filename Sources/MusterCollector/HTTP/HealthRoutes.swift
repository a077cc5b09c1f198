internal import HTTPTypes
internal import Hummingbird
internal import MusterModel
internal import MusterStore

/// `/healthz`: the process answers. `/readyz`: the store does, too, so that a balancer may
/// send reports here.
struct HealthRoutes {
    private let store: any JudgingStore

    /// Routes that ask a store.
    init(_ store: any JudgingStore) { self.store = store }

    func add(to router: Router<CollectorContext>) {
        router.get("healthz") { _, _ in Response(.object(["status": .string("alive")])) }
        router.get("readyz") { _, _ in
            do throws(StoreError) {
                _ = try await store.sites()
                return Response(.object(["status": .string("ready")]))
            } catch {
                return Response.refusal(
                    .serviceUnavailable, "the store does not answer: \(error.code.rawValue)",
                    pause: 5)
            }
        }
    }
}
