import Foundation
import LaunchKit
import Logging
import ServiceLifecycle
import Testing

@testable import MusterCollector

/// A collector that listens on loopback, and a client that is somebody else's: curl.
struct RunningCollector: Sendable {
    let port: Int
    /// What its certificate is believed by; nil where it speaks plain HTTP.
    let authority: String?

    /// The answer to a request, and the headers that came with it.
    ///
    /// - Parameter words: headers, and options of curl.
    func ask(
        _ path: String, _ words: [String] = [], sending body: [UInt8]? = nil
    ) throws -> (status: Int, body: String, headers: String) {
        let folder = FileManager.default.temporaryDirectory.path + "/ask.\(UUID())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let scheme = authority == nil ? "http" : "https"
        var call = [
            "curl", "-sS", "--max-time", "20", "-o", folder + "/out", "-D", folder + "/head", "-w",
            "%{http_code}", "\(scheme)://localhost:\(port)\(path)",
        ]
        if let authority { call += ["--cacert", authority] }
        if let body {
            try Data(body).write(to: URL(filePath: folder + "/in"))
            call += ["--data-binary", "@\(folder)/in", "-H", "Content-Type: application/json"]
        }
        for word in words {
            let isHeader = word.contains(":") && !word.hasPrefix("/")
            call += isHeader ? ["-H", word] : [word]
        }
        let end = try Launch.run(call)
        let text = try? String(contentsOfFile: folder + "/out", encoding: .utf8)
        let head = try? String(contentsOfFile: folder + "/head", encoding: .utf8)
        return (Int(end.output) ?? 0, text ?? "", head ?? "")
    }

    /// The answer to a delivery.
    func post(_ body: [UInt8], _ words: [String]) throws -> (status: Int, body: String) {
        let answer = try ask("/api/v1/reports", words, sending: body)
        return (answer.status, answer.body)
    }
}

extension CollectorBench {
    /// Serves for as long as `body` needs it, by the test's clock.
    func serving(
        _ identity: IdentityRules = IdentityRules(), by policy: Bench = policy(),
        certificate: CertificateMaker? = nil, monit: MonitRules? = nil,
        _ body: @Sendable (RunningCollector) async throws -> Void
    ) async throws {
        var configuration = CollectorConfiguration()
        configuration.listen = try #require(ListenAddress("127.0.0.1:0"))
        (configuration.identity, configuration.monit) = (identity, monit)
        if let certificate {
            let own = try certificate.certificate("server", hosts: ["localhost"])
            (configuration.certificate, configuration.key) = (own.path, own.key)
        }
        let (ports, port) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try CollectorServer(
            store, bench: policy, configuration: configuration, logger: logger,
            registry: RegistryKeeper(store), now: { self.now }, started: { port.yield($0) })
        let group = ServiceGroup(services: server.services, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await number in ports {
                try await body(
                    RunningCollector(port: number, authority: certificate?.authority))
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
