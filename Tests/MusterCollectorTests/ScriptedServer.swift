import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A server on loopback that answers each request as a test says, and remembers it.
final class ScriptedServer: Sendable {
    /// What it does with a request.
    enum Act: Sendable {
        /// Answers with a status, and headers.
        case status(Int, [String: String] = [:])
        /// Answers with a status and a body that goes on for ever.
        case endless(Int)
        /// Never answers.
        case never
    }

    /// What somebody sent.
    struct Seen: Sendable {
        let path: String
        let authorization: String?
        let body: [UInt8]
    }

    private let acts: Mutex<[Act]>
    private let requests = Mutex<[Seen]>([])

    /// A server with its acts; after the last it takes everything.
    init(_ acts: [Act]) { self.acts = Mutex(acts) }

    /// What came, in order.
    var seen: [Seen] { requests.withLock { $0 } }

    private struct Word: Sendable, AsyncSequence, AsyncIteratorProtocol {
        func makeAsyncIterator() -> Word { self }
        mutating func next() async throws -> ByteBuffer? {
            try Task.checkCancellation()
            return ByteBuffer(string: "and so on ")
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 8 << 20)
        let seen = Seen(
            path: request.uri.path, authorization: request.headers[.authorization],
            body: Array(body.readableBytesView))
        requests.withLock { $0.append(seen) }
        switch acts.withLock({ $0.isEmpty ? .status(200) : $0.removeFirst() }) {
        case .status(let code, let headers):
            var fields = HTTPFields()
            for (name, value) in headers {
                if let name = HTTPField.Name(name) { fields[name] = value }
            }
            return Response(status: .init(code: code), headers: fields)
        case .endless(let code):
            return Response(
                status: .init(code: code), body: ResponseBody(asyncSequence: Word()))
        case .never:
            let (nothing, source) = AsyncStream<Never>.makeStream()
            for await _ in nothing {}
            source.finish()
            return Response(status: .ok)
        }
    }

    /// Serves for as long as `body` needs it, and gives its address.
    func serving(_ body: @Sendable (String) async throws -> Void) async throws {
        let router = Router()
        router.post("**") { request, _ in try await self.answer(request) }
        let (ports, port) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "scripted")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await application.run() }
            for await number in ports {
                try await body("http://127.0.0.1:\(number)")
                break
            }
            tasks.cancelAll()
        }
    }
}
