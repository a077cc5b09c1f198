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
    /// - Throws: ``StoreError``, and what `body` throws.
    func opened<Value>(_ body: (SQLiteStore) async throws -> Value) async throws -> Value {
        let store = try SQLiteStore(at: path)
        let value = try await body(store)
        try store.close()
        return value
    }
}
