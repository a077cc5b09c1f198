import ServiceLifecycle
import UnixSignals

/// Reads configuration and checks again at each SIGHUP.
struct ReloadService: Service {
    /// What is done then.
    let reload: @Sendable () async -> Void

    /// Waits for signals until the group shuts down.
    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            await reload()
        }
    }
}
