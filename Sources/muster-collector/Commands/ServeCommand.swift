import ArgumentParser
import Foundation
import Logging
import MusterCollector
import MusterModel
import MusterStore
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The collector as a service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Takes the reports of all nodes, keeps them, and judges sites by them.")

    @OptionGroup var store: StoreOption
    @OptionGroup var file: ConfigurationOption

    @Option(help: ArgumentHelp("Where to listen, over the file.", valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp("The server's certificate and its chain (PEM).", valueName: "file"),
        completion: .file())
    var certificate: String?

    @Option(
        help: ArgumentHelp("The certificate's key (PEM).", valueName: "file"),
        completion: .file())
    var key: String?

    @Flag(help: "Read the configuration and all check files, tell every mistake, and end.")
    var checkConfig = false

    @Flag(
        help: ArgumentHelp(
            "Let whoever is on this machine report as anybody and read everything: for a try.",
            discussion: "Only where it listens on loopback."))
    var quickstart = false

    @Option(
        help: ArgumentHelp(
            "Write the port there when it listens; for port 0.", valueName: "file",
            visibility: .hidden), completion: .file())
    var portFile: String?

    func run() async throws {
        let (bench, settings) = try read()
        if checkConfig {
            print("\(file.path): the configuration is fine; \(bench.profiles.count) profiles")
            return
        }
        let logger = Logger(label: "muster-collector")
        if quickstart {
            logger.warning(
                "quickstart: anybody on this machine reports as any node and reads everything")
        }
        let opened = try SQLiteStore(at: store.path, isOwned: true)
        try await opened.enact(bench.policy(under: settings.rules), at: Clock.now())
        let server = try CollectorServer(
            opened, bench: bench, configuration: settings, logger: logger,
            registry: RegistryKeeper(opened), now: Clock.now,
            started: { port in
                logger.info("listening", metadata: ["port": "\(port)"])
                if let portFile { Self.write(port, to: portFile, logger) }
                ServiceNote.ready(on: port)
            })
        let reload = ReloadService {
            ServiceNote.reloading()
            do {
                let (bench, settings) = try read()
                try await opened.enact(bench.policy(under: settings.rules), at: Clock.now())
                await server.take(bench, settings)
                logger.info("read again", metadata: ["profiles": "\(bench.profiles.count)"])
                ServiceNote.read("read again, \(bench.profiles.count) profiles")
            } catch {
                logger.error("not read again", metadata: ["why": "\(error)"])
                ServiceNote.read("not read again: see the journal")
            }
        }
        let group = ServiceGroup(
            configuration: .init(
                services: server.services + [reload],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do { try await group.run() } catch let error as IOError {
            try opened.close()
            throw DeafServer(address: settings.listen, code: error.errnoCode)
        }
        try opened.close()
    }

    private static func write(_ port: Int, to file: String, _ logger: Logger) {
        do { try "\(port)\n".write(toFile: file, atomically: true, encoding: .utf8) } catch {
            logger.error("\(file): cannot be written", metadata: ["why": "\(error)"])
        }
    }

    private func read() throws -> (Bench, CollectorConfiguration) {
        var settings = try file.read()
        if let listen {
            guard let address = ListenAddress(listen) else {
                throw ValidationError("--listen: \(listen), needed HOST:PORT")
            }
            settings.listen = address
        }
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key belong together")
        }
        if certificate != nil { (settings.certificate, settings.key) = (certificate, key) }
        guard !quickstart || settings.listen.isLoopback else {
            throw ValidationError("--quickstart: only on loopback, not on \(settings.listen.host)")
        }
        settings.identity.isOpenOnLoopback = quickstart
        guard settings.listen.isLoopback || settings.certificate != nil else {
            throw ValidationError(
                "\(settings.listen.host): beyond loopback a certificate is needed")
        }
        let bench = try Bench(of: file.places, version: CollectorProgram.version)
        let objections = settings.objections(
            under: bench.profiles.map(\.id), withFiles: checkConfig)
        guard objections.isEmpty else {
            throw Bench.Mistakes(lines: objections.map { "\(file.path): \($0)" })
        }
        return (bench, settings)
    }
}

/// Why nobody can be heard.
struct DeafServer: Error, CustomStringConvertible {
    /// Where it should listen.
    let address: ListenAddress
    /// What the system said.
    let code: Int32

    /// In a sentence.
    var description: String {
        "\(address.host):\(address.port): cannot listen: \(String(cString: strerror(code)))"
    }
}
