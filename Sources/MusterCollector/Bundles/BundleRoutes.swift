internal import HTTPTypes
internal import Hummingbird
internal import MusterModel
internal import MusterStore

/// `GET /api/v1/bundle`: the check bundle of the highest version, for every node that is known
/// (docs/reference/wire.md). It is signed and no secret: what a collector or somebody in its
/// place changes of it, no node takes.
struct BundleRoutes: Sendable {
    private let gate: Gate
    private let store: any BundleStore

    init(_ gate: Gate, _ store: any BundleStore) { (self.gate, self.store) = (gate, store) }

    func add(to router: Router<CollectorContext>) {
        router.get("api/v1/bundle") { request, context in
            _ = try await gate.principal(of: request, context)
            do throws(StoreError) { return try await answer(to: request) } catch {
                return .refusal(
                    .serviceUnavailable, "the store does not answer: \(error.code.rawValue)",
                    pause: 30)
            }
        }
    }

    /// The digest alone is asked of the store where the node has the bundle.
    private func answer(to request: Request) async throws(StoreError) -> Response {
        guard let newest = try await store.bundles(atMost: 1).first else {
            return .refusal(.notFound, "no check bundle is published")
        }
        let tag = "\"\(newest.digest)\""
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
        if request.headers.hasTag(tag) { return Response(status: .notModified, headers: headers) }
        guard let signed = try await store.signedBundle(newest.version) else {
            return .refusal(.notFound, "no check bundle is published")
        }
        return Response(bytes: signed, type: "application/json", .ok, headers)
    }
}
