internal import HTTPTypes
internal import Hummingbird
internal import MusterModel
internal import MusterStore

/// One address of the API: what it takes and gives, and how.
struct Endpoint: Sendable {
    /// The answer to words within a scope; nil where what they name is not there.
    typealias Answer = @Sendable (Words, ReadScope) async throws -> JSONValue?

    /// The path behind `/api/v1`, with `{name}` for parameters.
    let path: String
    /// In a sentence.
    let summary: String
    /// What it takes.
    var parameters: [Parameter] = []
    /// The members of the answer that are always there, with their types as JSON Schema
    /// has them.
    let members: [String: String]
    /// How it is answered.
    let answer: Answer

    /// The path as the router has it.
    var route: String {
        "api/v1" + path.replacing("{", with: ":").replacing("}", with: "")
    }
}

/// The API for programs: everything that pages show, in canonical JSON.
struct APIRoutes: Sendable {
    private let gate: Gate
    private let endpoints: [Endpoint]

    init(_ gate: Gate, _ endpoints: [Endpoint]) { (self.gate, self.endpoints) = (gate, endpoints) }

    func add(to router: Router<CollectorContext>) {
        for endpoint in endpoints {
            router.get(RouterPath(endpoint.route)) { request, context in
                try await answer(endpoint, request, context)
            }
        }
        let document = OpenAPIDocument.json(of: endpoints)
        router.get("api/v1/openapi.json") { request, _ in
            Response.tagged(document.canonicalBytes, "application/json", for: request)
        }
    }

    private func answer(
        _ endpoint: Endpoint, _ request: Request, _ context: CollectorContext
    ) async throws -> Response {
        let scope = try await gate.scope(of: request, context)
        do {
            let words = try Words(request, context, endpoint.parameters)
            guard let json = try await endpoint.answer(words, scope) else {
                return .refusal(.notFound, "there is nothing of this name")
            }
            return .tagged(json.canonicalBytes, "application/json", for: request)
        } catch let mistake as Words.Mistake {
            return .refusal(.badRequest, mistake.words)
        } catch let error as StoreError {
            return .refusal(
                .serviceUnavailable, "the store does not answer: \(error.code.rawValue)", pause: 5)
        }
    }
}

extension Response {
    /// An answer with its entity tag; without a body where the client has it already.
    static func tagged(
        _ bytes: [UInt8], _ type: String, _ more: HTTPFields = [:], for request: Request
    ) -> Response {
        let tag = "\"\(Digest(of: bytes).text.prefix(32))\""
        var headers = more
        headers[.eTag] = tag
        headers[.cacheControl] = "private, no-cache"
        if request.headers.hasTag(tag) { return Response(status: .notModified, headers: headers) }
        return Response(bytes: bytes, type: type, .ok, headers)
    }
}

extension HTTPFields {
    /// Whether a client says that it has what a tag names (RFC 9110, 13.1.2).
    func hasTag(_ tag: String) -> Bool {
        let named = self[values: .ifNoneMatch].joined(separator: ",").split(separator: ",")
        let matching = ["*", tag, "W/" + tag]
        return named.contains { matching.contains(String($0.trimmingPrefix { $0 == " " })) }
    }
}
