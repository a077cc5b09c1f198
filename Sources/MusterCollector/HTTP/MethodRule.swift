internal import HTTPTypes
internal import Hummingbird

/// What is asked in no known way is told which ways there are: everything is read; reports
/// are posted, and long questions, which change nothing.
struct MethodRule: RouterMiddleware {
    typealias Context = CollectorContext

    private static let inbox = "/api/v1/reports"
    /// Where something is asked that is too long for an address.
    private static let questions = [
        WhatIf.path: [HTTPRequest.Method.post], "/what-if": [.get, .head, .post],
    ]

    func handle(
        _ request: Request, context: CollectorContext,
        next: @concurrent (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        let allowed =
            path == Self.inbox ? [.post] : Self.questions[path] ?? [HTTPRequest.Method.get, .head]
        if allowed.contains(request.method) { return try await next(request, context) }
        let words = allowed.map(\.rawValue).joined(separator: ", ")
        var response = Response.refusal(.methodNotAllowed, "needed \(words)")
        response.headers[.allow] = words
        return response
    }
}
