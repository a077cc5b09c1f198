internal import HTTPTypes
internal import Hummingbird

/// What is asked in no known way is told which ways there are: everything is read, and
/// reports alone are posted.
struct MethodRule: RouterMiddleware {
    typealias Context = CollectorContext

    private static let inbox = "/api/v1/reports"

    func handle(
        _ request: Request, context: CollectorContext,
        next: @concurrent (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        let allowed: [HTTPRequest.Method] =
            request.uri.path == Self.inbox ? [.post] : [.get, .head]
        if allowed.contains(request.method) { return try await next(request, context) }
        let words = allowed.map(\.rawValue).joined(separator: ", ")
        var response = Response.refusal(.methodNotAllowed, "needed \(words)")
        response.headers[.allow] = words
        return response
    }
}
