internal import Logging
internal import MusterStore
internal import ServiceLifecycle

/// Whom a collector tells something of its own accord.
struct Senders: Sendable {
    private let messenger: Messenger
    private let monit: MonitCourier
    private let ledger = ExportLedger()

    init(
        _ store: any Messenger.Store, _ configuration: CollectorConfiguration,
        _ library: Library, _ logger: Logger
    ) {
        messenger = Messenger(
            store, configuration.webhooks, now: library.now,
            said: { logger.warning("webhook", metadata: ["said": .string($0)]) })
        monit = MonitCourier(
            configuration.monit, ledger: ledger, logger: logger, now: library.now
        ) { profile in
            try await library.report(under: profile)
        }
    }

    /// What has to run for it.
    var services: [any Service] { [messenger, monit] }

    /// Others are told from now on.
    func take(_ configuration: CollectorConfiguration) async {
        await messenger.take(configuration.webhooks)
        await monit.take(configuration.monit)
    }

    /// How it goes, for `/metrics`.
    var metrics: String {
        get async { MetricRoutes.text(of: await messenger.course) + ledger.text }
    }
}
