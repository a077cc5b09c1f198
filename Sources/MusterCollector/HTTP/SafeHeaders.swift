internal import HTTPTypes
internal import Hummingbird

/// What every answer says: that nothing in it is to be run, framed, guessed at or told on.
struct SafeHeaders: RouterMiddleware {
    typealias Context = CollectorContext

    private static let headers: [(String, String)] = [
        ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    /// A page that says nothing else may load and run nothing.
    private static let policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"

    func handle(
        _ request: Request, context: CollectorContext,
        next: @concurrent (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in Self.headers {
            guard let field = HTTPField.Name(name) else { continue }
            response.headers[field] = value
        }
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = Self.policy
        }
        return response
    }
}
