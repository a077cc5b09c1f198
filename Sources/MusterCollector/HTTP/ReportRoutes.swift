internal import HTTPTypes
internal import Hummingbird
internal import MusterModel

/// `POST /api/v1/reports`: where nodes deliver (docs/reference/wire.md).
struct ReportRoutes: Sendable {
    private let ingest: Ingest
    private let admissions: Admissions

    /// The route with its ingest.
    init(_ ingest: Ingest, _ admissions: Admissions) {
        (self.ingest, self.admissions) = (ingest, admissions)
    }

    func add(to router: Router<CollectorContext>) {
        router.post("api/v1/reports") { request, context in
            try await take(request, context)
        }
    }

    private func take(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let admission = try await admissions.admission(of: request, context)
        let encoding = request.headers[.contentEncoding]
        guard encoding == nil || encoding == "gzip" else {
            return .refusal(.unsupportedMediaType, "Content-Encoding: needed gzip or none")
        }
        let buffer: ByteBuffer
        do { buffer = try await request.body.collect(upTo: Delivery.bytesAtMost) } catch {
            return .refusal(.contentTooLarge, "needed at most \(Delivery.bytesAtMost) bytes")
        }
        do throws(Ingest.Refusal) {
            let bytes = try Ingest.unpacked(
                Array(buffer.readableBytesView), isGzip: encoding != nil)
            let type = request.headers[.contentType] ?? ""
            let answer = try await ingest.take(
                bytes, isLines: type.hasPrefix("application/x-ndjson"), admission: admission)
            return Response(bytes: answer.bytes, type: "application/json")
        } catch {
            switch error {
            case .tooLarge(let words): return .refusal(.contentTooLarge, words)
            case .malformed(let words): return .refusal(.unprocessableContent, words)
            case .forbidden(let words): return .refusal(.forbidden, words)
            case .busy(let words, let pause):
                return .refusal(.serviceUnavailable, words, pause: pause)
            }
        }
    }
}
