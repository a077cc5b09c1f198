import AsyncHTTPClient
import MusterModel
import NIOCore
import NIOHTTP1
import NIOSSL

/// Asks a collector as any program would.
struct CollectorClient: Sendable {
    /// Why there is no answer.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    /// Where the collector is: `https://HOST:PORT`.
    let address: String
    /// What is shown to it.
    let token: String?
    /// Who its certificate is believed by (PEM); nil for the system's authorities.
    let authority: String?

    private static let answerAtMost = 64 << 20
    private static let patience = TimeAmount.seconds(60)

    /// The answer at a path, to a document where one is posted.
    /// - Throws: ``Failure`` where there is none, or it is no good one.
    func answer(at path: String, posting document: [UInt8]? = nil) async throws -> [UInt8] {
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
            throw Failure(description: "\(address.printable): needed https://HOST:PORT")
        }
        // What is secret goes through TLS alone.
        guard token == nil || address.hasPrefix("https://") else {
            throw Failure(description: "\(address.printable): a token goes to https:// alone")
        }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(10), read: Self.patience)
        if let authority {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(authority)
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result = await answer(at: path, posting: document, by: client)
        try? await client.shutdown()
        return try result.get()
    }

    private func answer(
        at path: String, posting document: [UInt8]?, by client: HTTPClient
    ) async -> Result<[UInt8], Failure> {
        var request = HTTPClientRequest(url: address + path)
        request.headers.add(name: "Accept", value: "application/json")
        if let document {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(document)
        }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        do {
            let response = try await client.execute(request, timeout: Self.patience)
            let body = try await response.body.collect(upTo: Self.answerAtMost)
            let bytes = Array(body.readableBytesView)
            guard response.status == .ok else {
                let words = (try? JSONReader.value(in: bytes))?["error"]?.text ?? ""
                return .failure(
                    Failure(
                        description: "\(address): \(response.status.code) "
                            + String(words.prefix(500)).printable))
            }
            return .success(bytes)
        } catch {
            return .failure(Failure(description: "\(address): \("\(error)".printable)"))
        }
    }
}
