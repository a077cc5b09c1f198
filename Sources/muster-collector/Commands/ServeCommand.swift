import ArgumentParser
import Glibc
import Logging
import MusterCollector
import MusterModel
import MusterStore
import ServiceLifecycle
import UnixSignals

/// The collector as a service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Takes the reports of all nodes, keeps them, and judges sites by them.")

    @OptionGroup var store: StoreOption

    @Option(help: ArgumentHelp("Where to listen.", valueName: "host:port"))
    var listen = "127.0.0.1:8443"

    @Option(
        help: ArgumentHelp("The server's certificate and its chain (PEM).", valueName: "file"),
        completion: .file())
    var certificate: String?

    @Option(
        help: ArgumentHelp("The certificate's key (PEM).", valueName: "file"),
        completion: .file())
    var key: String?

    func run() async throws {
        let logger = Logger(label: "muster-collector")
        let opened = try SQLiteStore(at: store.path, isOwned: true)
        let bench = try Bench(of: Bench.Places(), version: CollectorProgram.version)
        let server = try CollectorServer(
            opened, bench: bench, settings: try settings(), logger: logger,
            now: Self.now,
            admission: { _, context in
                guard context.isLoopback else {
                    return { _ in .failure(Ingest.Objection("who are you?")) }
                }
                return { envelope in
                    .success(
                        NodeName(site: envelope.id.site ?? "unnamed", node: envelope.id.node))
                }
            },
            started: { port in logger.info("listening", metadata: ["port": "\(port)"]) })
        let group = ServiceGroup(
            configuration: .init(
                services: server.services, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        try await group.run()
        try opened.close()
    }

    /// Milliseconds since 1970.
    @Sendable private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    private func settings() throws -> CollectorServer.Settings {
        var settings = CollectorServer.Settings()
        guard let colon = listen.lastIndex(of: ":"),
            let port = UInt16(listen[listen.index(after: colon)...])
        else { throw ValidationError("--listen: \(listen), needed HOST:PORT") }
        settings.host = String(listen[..<colon])
        settings.port = Int(port)
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key belong together")
        }
        if let certificate, let key { settings.certificate = (certificate, key) }
        let isLocal = ["127.0.0.1", "::1", "localhost"].contains(settings.host)
        guard isLocal || settings.certificate != nil else {
            throw ValidationError("--listen: beyond loopback a --certificate is needed")
        }
        return settings
    }
}
