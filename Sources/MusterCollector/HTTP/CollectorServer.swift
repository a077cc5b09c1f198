internal import Hummingbird
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
    /// What makes it one process: everything that has to run.
    public let services: [any Service]

    private let gate: Gate
    private let library: Library
    private let assessor: Assessor
    private let rollup: Rollup
    private let caretaker: Caretaker
    private let senders: Senders

    private static let idleTimeout: TimeAmount = .seconds(75)
    /// A request that began ends within it: the largest delivery at half a megabit a second.
    private static let requestTimeout: TimeAmount = .seconds(120)
    /// More connections wait in the kernel until others end.
    private static let connectionsAtMost = 10_000
    /// What a request's head may be, bytes.
    private static let headAtMost = 32 << 10

    /// A collector over a store.
    ///
    /// - Parameters:
    ///   - started: told of the address when it listens.
    /// - Throws: NIOSSL's errors where certificate or key do not read.
    public init(
        _ store: SQLiteStore, bench: Bench, configuration: CollectorConfiguration,
        logger: Logger, registry: RegistryKeeper,
        now: @escaping @Sendable () -> Int64,
        started: @escaping @Sendable (Int) async -> Void
    ) throws {
        let trouble: @Sendable (String) -> Void = {
            // What is broken off because the service ends is no trouble.
            if Task.isCancelled { return }
            logger.warning("judging", metadata: ["trouble": .string($0)])
        }
        let way = RightOfWay()
        let rollup = Rollup(
            store, profiles: bench.profiles.map(\.id), rules: configuration.rules,
            sites: { moment throws(StoreError) in try await registry.standing(at: moment) },
            givingWay: way, now: now, trouble: trouble)
        let frames = GaugeFrames(store)
        let assessor = Assessor(
            store, bench: bench, frames: frames, demands: { await registry.demands(of: $0, now()) },
            givingWay: way, now: now, changed: { await rollup.notice($0) }, trouble: trouble)
        let caretaker = Caretaker(
            store, retention: configuration.retention, now: now,
            dawn: { await assessor.judgeEverybody() },
            said: { logger.info("care", metadata: ["said": .string($0)]) })
        let inlet = Inlet(to: store) { arrivals in
            await assessor.notice(arrivals.map { NodeName(site: $0.site, node: $0.node) })
        }
        let gate = Gate(store, rules: configuration.identity, now: now)
        let admissions = Admissions(gate, store, now: now)
        let library = Library(
            store, registry, bench, configuration.rules, frames: frames, now: now)
        let senders = Senders(store, configuration, library, logger)
        let router = Self.router(gate, library, store, senders)
        let ingest = Ingest(into: inlet, by: frames, before: way, now: now)
        ReportRoutes(ingest, admissions).add(to: router)
        let application = Application(
            router: router, server: try Self.builder(configuration),
            configuration: .init(
                address: .hostname(configuration.listen.host, port: configuration.listen.port),
                serverName: "muster",
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionsAtMost)),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? 0) },
            logger: logger)
        (self.gate, self.library, self.assessor) = (gate, library, assessor)
        (self.rollup, self.caretaker, self.senders) = (rollup, caretaker, senders)
        services =
            [inlet, assessor, rollup, caretaker, Self.echo(of: store, to: logger)]
            + senders.services + [application]
    }

    private static func router(
        _ gate: Gate, _ library: Library, _ store: SQLiteStore, _ senders: Senders
    ) -> Router<CollectorContext> {
        let router = Router(context: CollectorContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SafeHeaders())
        router.add(middleware: MethodRule())
        HealthRoutes(store).add(to: router)
        APIRoutes(gate, library.endpoints).add(to: router)
        PageRoutes(gate, library).add(to: router)
        WhatIfRoutes(gate, library).add(to: router)
        MetricRoutes(gate, store, senders).add(to: router)
        BundleRoutes(gate, store).add(to: router)
        return router
    }

    private static func echo(of store: SQLiteStore, to logger: Logger) -> AuditEcho {
        AuditEcho(store) { entry, isFirst in
            logger.notice(
                isFirst ? "the audit log stands at" : "audit",
                metadata: [
                    "number": "\(entry.number)", "who": .string(entry.who.printable),
                    "deed": .string(entry.deed), "document": .string(entry.document.printable),
                    "digest": .string(entry.digest),
                ])
        }
    }

    /// Lets in, judges, folds and keeps by others from now on; where it listens, and the
    /// authorities that TLS believes, stay.
    public func take(_ bench: Bench, _ configuration: CollectorConfiguration) async {
        gate.take(configuration.identity)
        library.take(bench, configuration.rules)
        await assessor.take(bench)
        await rollup.take(bench.profiles.map(\.id), by: configuration.rules)
        await caretaker.take(configuration.retention)
        await senders.take(configuration)
    }

    private static func builder(_ configuration: CollectorConfiguration) throws -> HTTPServerBuilder
    {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: headAtMost, maxHeaderListSize: headAtMost,
            maxHeaderFieldCount: 100)
        let plain = HTTP1Channel.Configuration(
            additionalChannelHandlers: [RequestDeadline(requestTimeout)],
            idleTimeout: idleTimeout, httpDecoderConfiguration: decoder)
        guard let chain = configuration.certificate, let key = configuration.key else {
            return .http1(configuration: plain)
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(chain)
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        if let folder = configuration.identity.authorities {
            // Browsers and nodes with tokens show none, and come in all the same.
            tls.trustRoots = .certificates(try AuthorityFolder(folder).authorities())
            tls.certificateVerification = .optionalVerification
        }
        return try .tls(.http1(configuration: plain), tlsConfiguration: tls)
    }
}
