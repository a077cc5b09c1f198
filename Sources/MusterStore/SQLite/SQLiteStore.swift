internal import GRDB

/// The collector's memory in one SQLite file: the default, and all that most collectors need.
///
/// WAL with `synchronous=FULL`: what ``ReportStore/keep(_:)`` has returned for is on the
/// disk. One writer; readers see the state of their own beginning.
public final class SQLiteStore: Sendable {
    /// Everything goes through here.
    let pool: DatabasePool

    /// Where the file is.
    public let path: String
    /// What is known of its contents.
    let presence = SQLitePresence()
    /// Whether it is the service's own, which tells whether it was closed.
    let isOwned: Bool

    /// A writer that waits longer than this for another process gives up, seconds.
    private static let patience = 10.0
    /// The write-ahead log is brought back to this size after a checkpoint, bytes.
    private static let logAtMost = 64 << 20

    /// Opens the file, makes it where there is none, and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - path: absolute; its folder is there.
    ///   - isOwned: for the one process that serves from it: after an end without
    ///     ``close()`` it looks the file over first.
    /// - Throws: ``StoreError``: `storage`, `newer` for a file of a newer program, `damaged`
    ///   where the integrity check after an unclean stop finds something.
    public convenience init(at path: String, isOwned: Bool = false) throws(StoreError) {
        try self.init(at: path, isOwned: isOwned, through: nil)
    }

    /// The same, its schema brought up to a version only, for tests of older files.
    init(at path: String, isOwned: Bool, through version: String?) throws(StoreError) {
        (self.path, self.isOwned) = (path, isOwned)
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.patience)
        configuration.label = "muster-store"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA journal_size_limit = \(Self.logAtMost)")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        let opening = configuration
        pool = try Self.trying("open \(path)") {
            try DatabasePool(path: path, configuration: opening)
        }
        try migrate(through: version)
        if isOwned { try begin() }
    }

    /// Brings the schema to a version, for tests of older files; to the newest where
    /// none is named.
    func migrate(through name: String?) throws(StoreError) {
        let migrator = SQLiteMigrations.migrator
        let pool = pool
        try Self.trying("migrate \(path)") {
            if try pool.read(migrator.hasBeenSuperseded) {
                throw StoreError(
                    path, .newer, "made by a newer program; needed one as new as that")
            }
            // An index over many nodes is not sorted in memory.
            try Self.run("PRAGMA temp_store = FILE", on: pool)
            if let name {
                try migrator.migrate(pool, upTo: name)
            } else {
                try migrator.migrate(pool)
            }
            try Self.run("PRAGMA temp_store = MEMORY", on: pool)
        }
    }

    private static func run(_ pragma: String, on pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { try $0.execute(sql: pragma) }
    }

    /// One durable transaction.
    func write<Value: Sendable>(
        _ source: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do { return try await pool.write(body) } catch { throw StoreError(error, of: source) }
    }

    /// One consistent look.
    func read<Value: Sendable>(
        _ source: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do { return try await pool.read(body) } catch { throw StoreError(error, of: source) }
    }

    private static func trying<Value>(
        _ source: String, _ body: () throws -> Value
    ) throws(StoreError) -> Value {
        do { return try body() } catch { throw StoreError(error, of: source) }
    }
}

extension StoreError {
    /// What a failure of the driver means.
    init(_ error: any Error, of source: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(source, .internalFault, "\(error)")
            return
        }
        let code: Code =
            switch error.resultCode {
            case .SQLITE_FULL: .full
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged
            case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: .storage
            case .SQLITE_CONSTRAINT: .conflict
            default: .internalFault
            }
        self.init(source, code, error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
}
