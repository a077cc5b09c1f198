import ArgumentParser
import AsyncHTTPClient
import Foundation
import MusterModel
import NIOCore
import NIOHTTP1
import NIOSSL

/// Delivers reports as nodes do, from some connections at once, and tells how many were
/// acknowledged a second. Every acknowledgement is looked at.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "send")

    @Option var url: String
    @Option var token: String
    @Option(help: "The authority that is believed (PEM).") var authority: String?
    @Option(help: "Reports in one delivery.") var together = 1
    @Option(help: "Connections at once.") var connections = 16
    @Option(help: "Reports in all.") var reports = 20_000
    @Option(help: "Nodes whose reports they are.") var nodes = 10_000
    @Option(help: "Where numbers begin.") var from: Int64 = 1
    @Flag(help: "Send every section along: the first report of each node.") var first = false
    @Argument var template: String

    func run() async throws {
        let deliveries = try make()
        let bytes = deliveries.reduce(0) { $0 + $1.readableBytes }
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        if let authority {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(authority)
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let start = ContinuousClock.now
        let stored = try await send(deliveries, by: client)
        let span = ContinuousClock.now - start
        try await client.shutdown()
        let seconds = Double(span.milliseconds) / 1000
        let rate = Int(Double(stored) / seconds)
        print(
            "\(stored) of \(reports) reports stored in \(seconds) s: \(rate) a second, "
                + "\(together) together, \(bytes / reports) bytes each, "
                + "\(connections) connections")
        guard stored == reports else { throw ExitCode(1) }
    }

    private func make() throws -> [ByteBuffer] {
        let template = try Template(template)
        let time = Moments().now / 1000
        var all: [ByteBuffer] = []
        var delivery = Delivery()
        for index in 0..<reports {
            let node = index % nodes
            // One of ten has something new to tell, in a section of at least 4 KB.
            let isNew = !first && index % 10 == 0
            let sections =
                isNew
                ? template.changing("cvmfs.cache.limit", to: .bytes(Bytes(Int64(index + 1) << 20)))
                : template.sections
            let body = template.body(
                site: "LOAD", node: "wn\(node)", incarnation: Fleet.incarnation(node, at: 0),
                sequence: from + Int64(index / nodes), time: time, sections: sections)
            let new = sections.filter {
                first || $0.value.digest != template.sections[$0.key]?.digest
            }
            let carried = template.carried(new.values, frame: first)
            let envelope = try Envelope(body: body, sections: carried)
            guard delivery.add(envelope) else { throw LoadError("a delivery is too large") }
            if delivery.envelopes.count == together || index == reports - 1 {
                all.append(ByteBuffer(bytes: delivery.bytes))
                delivery = Delivery()
            }
        }
        return all
    }

    private func send(_ deliveries: [ByteBuffer], by client: HTTPClient) async throws -> Int {
        let (url, token) = (url, token)
        let lanes = connections
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var stored = 0
                    for index in stride(from: lane, to: deliveries.count, by: lanes) {
                        var request = HTTPClientRequest(url: url)
                        request.method = .POST
                        request.headers.add(name: "Authorization", value: "Bearer \(token)")
                        request.headers.add(name: "Content-Type", value: "application/json")
                        request.body = .bytes(deliveries[index])
                        let answer = try await client.execute(request, timeout: .seconds(60))
                        let body = try await answer.body.collect(upTo: 1 << 20)
                        guard answer.status == .ok else {
                            throw LoadError("\(answer.status): \(String(buffer: body))")
                        }
                        let receipts = try DeliveryAnswer(reading: Array(body.readableBytesView))
                        stored += receipts.receipts.values.count { $0 == .stored }
                    }
                    return stored
                }
            }
            return try await group.reduce(0, +)
        }
    }
}
