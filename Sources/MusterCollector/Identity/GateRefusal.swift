internal import HTTPTypes
public import Hummingbird

/// Why somebody is not let in.
public struct GateRefusal: HTTPResponseError, Hashable, CustomStringConvertible {
    private enum Kind: Hashable {
        case unknown, forbidden, silent
    }

    private let kind: Kind
    /// What the sender is told.
    public let description: String

    static func unknown(_ words: String) -> Self { Self(kind: .unknown, description: words) }
    static func forbidden(_ words: String) -> Self { Self(kind: .forbidden, description: words) }
    static func silent(_ words: String) -> Self { Self(kind: .silent, description: words) }

    /// What somebody may show: programs a token, browsers a password.
    static let challenge = #"Bearer, Basic realm="muster", charset="UTF-8""#

    /// The answer's status.
    public var status: HTTPResponse.Status {
        switch kind {
        case .unknown: .unauthorized
        case .forbidden: .forbidden
        case .silent: .serviceUnavailable
        }
    }

    /// The answer; a browser asks for a token where nobody is known.
    public func response(
        from request: Request, context: some RequestContext
    ) throws -> Response {
        var response = Response.refusal(status, description, pause: kind == .silent ? 5 : nil)
        if kind == .unknown {
            response.headers[.wwwAuthenticate] = Self.challenge
        }
        return response
    }
}
