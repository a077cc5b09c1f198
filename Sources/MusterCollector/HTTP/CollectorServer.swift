public import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Logging
internal import MusterModel
public import MusterStore
internal import NIOCore
internal import NIOSSL
public import ServiceLifecycle

/// A collector, put together: listener, ingest, judging and what people read.
public struct CollectorServer: Sendable {
    /// How it listens.
    public struct Settings: Sendable {
        /// The address to bind: a host's name or number.
        public var host = "127.0.0.1"
        /// The port; 0 for any that is free.
        public var port = 8443
        /// PEM files of the server's own certificate, its chain behind it, and key; nil for
        /// plain HTTP, which only loopback may have.
        public var certificate: (chain: String, key: String)?

        /// Loopback without TLS.
        public init() {}
    }

    /// What makes it one process: everything that has to run.
    public let services: [any Service]

    private static let idleTimeout: TimeAmount = .seconds(75)
    /// What a request's head may be, bytes.
    private static let headAtMost = 32 << 10

    /// A collector over a store.
    ///
    /// - Parameters:
    ///   - admission: who the sender of a request may speak for.
    ///   - started: told of the address when it listens.
    /// - Throws: NIOSSL's errors where certificate or key do not read.
    public init(
        _ store: SQLiteStore, bench: Bench, settings: Settings, logger: Logger,
        now: @escaping @Sendable () -> Int64,
        admission:
            @escaping @Sendable (Request, CollectorContext) async throws
            -> Ingest.Admission,
        started: @escaping @Sendable (Int) async -> Void
    ) throws {
        let trouble: @Sendable (String) -> Void = {
            logger.warning("judging", metadata: ["trouble": .string($0)])
        }
        let rollup = Rollup(store, now: now, trouble: trouble)
        let assessor = Assessor(
            store, bench: bench, now: now, changed: { await rollup.notice($0) },
            trouble: trouble)
        let inlet = Inlet(to: store) { arrivals in
            await assessor.notice(arrivals.map { NodeName(site: $0.site, node: $0.node) })
        }
        let router = Router(context: CollectorContext.self)
        router.add(middleware: SafeHeaders())
        HealthRoutes(store).add(to: router)
        ReportRoutes(Ingest(into: inlet, now: now), admission: admission).add(to: router)
        let application = Application(
            router: router, server: try Self.builder(settings),
            configuration: .init(
                address: .hostname(settings.host, port: settings.port), serverName: "muster"),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? 0) },
            logger: logger)
        services = [inlet, assessor, rollup, application]
    }

    private static func builder(_ settings: Settings) throws -> HTTPServerBuilder {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: headAtMost, maxHeaderListSize: headAtMost,
            maxHeaderFieldCount: 100)
        let plain = HTTP1Channel.Configuration(
            idleTimeout: idleTimeout, httpDecoderConfiguration: decoder)
        guard let certificate = settings.certificate else {
            return .http1(configuration: plain)
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.chain)
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.key, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        return try .tls(.http1(configuration: plain), tlsConfiguration: tls)
    }
}
