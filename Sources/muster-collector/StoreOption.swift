import ArgumentParser
import Glibc
import MusterStore

/// Where the collector's memory is, the same for every command.
struct StoreOption: ParsableArguments {
    @Option(
        name: .customLong("store"),
        help: ArgumentHelp(
            "The collector's file; below $STATE_DIRECTORY, else below /var/lib/muster-collector.",
            valueName: "file"), completion: .file())
    var named: String?

    /// The file that was named, else where the service keeps it.
    var path: String {
        if let named { return named }
        let folder = getenv("STATE_DIRECTORY").map { String(cString: $0) }
        return (folder ?? "/var/lib/muster-collector") + "/collector.sqlite"
    }

    /// The store for as long as `body` needs it; another process may have it open, too.
    ///
    /// - Parameter isMade: whether one that is not there is made.
    /// - Throws: ``StoreError``, ``UnreadableFile`` where it is not there, and what `body`
    ///   throws.
    func opened<Value>(
        making isMade: Bool = false, _ body: (SQLiteStore) async throws -> Value
    ) async throws -> Value {
        guard isMade || access(path, F_OK) == 0 else {
            throw UnreadableFile(
                description: "\(path): there is no store; \"serve\" makes one, --store names one")
        }
        let store = try SQLiteStore(at: path)
        let value = try await body(store)
        try store.close()
        return value
    }
}
