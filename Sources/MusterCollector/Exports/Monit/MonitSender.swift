internal import AsyncHTTPClient
internal import Foundation
internal import MusterModel
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Sends one part of documents to a server, once.
struct MonitSender: Sendable {
    let rules: MonitRules
    /// A request that has no answer by then has none.
    var patience = Duration.seconds(60)

    /// What of an answer's body is told.
    private static let wordsAtMost = 500

    /// What came of it, and in a sentence why.
    /// - Throws: ``SecretFile/Failure``, and NIOSSL's errors where the authority's file
    ///   does not read: nothing was sent.
    func send(_ documents: [JSONValue]) async throws -> (MonitDelivery.Answer, String) {
        let password = try rules.password.map { try SecretFile(path: $0).secret() }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(30))
        configuration.decompression = .disabled
        if let authority = rules.authority {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority))
            configuration.tlsConfiguration = tls
        }
        var request = HTTPClientRequest(url: rules.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json; charset=UTF-8")
        if let user = rules.user, let password {
            let both = Data("\(user):\(password)".utf8).base64EncodedString()
            request.headers.add(name: "Authorization", value: "Basic \(both)")
        }
        request.body = .bytes(ByteBuffer(bytes: JSONValue.array(documents).canonicalBytes))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer = await answer(to: request, by: client)
        try? await client.shutdown()
        return answer
    }

    /// An answer that never ends is as good as none: whichever of it and patience is first
    /// counts.
    private func answer(
        to request: HTTPClientRequest, by client: HTTPClient
    ) async -> (MonitDelivery.Answer, String) {
        await withTaskGroup(of: (MonitDelivery.Answer, String)?.self) { group in
            group.addTask { await Self.answer(to: request, by: client, patience) }
            group.addTask { [patience] in
                try? await Task.sleep(for: patience)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? (.lost, "no answer within \(patience.inWords)")
        }
    }

    private static func answer(
        to request: HTTPClientRequest, by client: HTTPClient, _ patience: Duration
    ) async -> (MonitDelivery.Answer, String) {
        do {
            let response = try await client.execute(
                request, timeout: .milliseconds(patience.milliseconds))
            let status = response.status.code
            // What was taken is taken; whatever else the server says is not waited for.
            if (200..<300).contains(status) { return (.taken, "\(status)") }
            let words = try? await response.body.collect(upTo: wordsAtMost)
            let said = words.map { " " + String(buffer: $0).printable } ?? ""
            if status == 429 || status >= 500 {
                let pause = response.headers.first(name: "Retry-After").flatMap { Int64($0) }
                return (
                    .busy(pause: pause.map { .seconds(min(max($0, 0), 86_400)) }),
                    "\(status)\(said)"
                )
            }
            return (.refused, "\(status)\(said)")
        } catch {
            return (.lost, "\(error)".printable)
        }
    }
}
