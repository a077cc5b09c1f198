internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: CareStore {
    /// Rows that one transaction takes away: others wait for it.
    private static let together = 5000

    /// As ``CareStore`` has it; reports in transactions of a few thousand rows.
    public func forget(
        reports: Int64, transitions: Int64, contents: Int64
    ) async throws(StoreError) -> Forgotten {
        var gone = 0
        while true {
            let count = try await write("forget old reports") { database in
                try SQLiteForgetter(database).reports(before: reports, atMost: Self.together)
            }
            gone += count
            if count < Self.together { break }
        }
        let presence = presence
        let rest = try await write("forget old history") { database in
            presence.forget()
            let forgetter = SQLiteForgetter(database)
            return (
                try forgetter.transitions(before: transitions),
                try forgetter.contents(before: contents)
            )
        }
        return (gone, rest.0, rest.1)
    }

    /// As ``CareStore`` has it, by SQLite's integrity_check.
    public func objections() async throws(StoreError) -> [String] {
        try await read("integrity of \(path)") { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check(100)")
                .filter { $0 != "ok" }
        }
    }

    /// As ``CareStore`` has it, by SQLite's own backup, under a draft's name until it is whole.
    public func backUp(to path: String) async throws(StoreError) {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError("back up to \(path)", .conflict, "it is there already")
        }
        // A name of its own until it is whole.
        let draft = path + ".new"
        try? FileManager.default.removeItem(atPath: draft)
        do {
            let copy = try DatabaseQueue(path: draft)
            try pool.backup(to: copy, pagesPerStep: 2048) { _ in }
            try Self.settle(copy)
            try copy.close()
            try FileManager.default.moveItem(atPath: draft, toPath: path)
        } catch { throw StoreError(error, of: "back up to \(path)") }
    }

    /// One file, without a log beside it.
    private static func settle(_ copy: DatabaseQueue) throws {
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    }

    /// Looks the file over where whoever had it last did not close it, and takes note that
    /// it is open now.
    /// - Throws: ``StoreError`` with `damaged` where something is wrong with it.
    func begin() throws(StoreError) {
        let path = path
        do {
            try pool.write { database in
                let isClean = try Int64.fetchOne(database, sql: CareStatements.isClean)
                if isClean == 0 {
                    let words = try String.fetchAll(database, sql: "PRAGMA quick_check(10)")
                    guard words == ["ok"] else {
                        throw StoreError(
                            "open \(path)", .damaged,
                            "\(words.joined(separator: "; ")); restore a backup, or see what "
                                + "sqlite3 FILE .recover saves")
                    }
                }
                try database.run(CareStatements.setClean, [0])
            }
        } catch { throw StoreError(error, of: "open \(path)") }
    }

    /// Ends every connection and leaves the file as a kill would, for tests.
    func abandon() throws { try pool.close() }

    /// Ends every connection; what was acknowledged stays.
    /// - Throws: ``StoreError`` where a reader is still at work.
    public func close() throws(StoreError) {
        do {
            if isOwned { try pool.write { try $0.run(CareStatements.setClean, [1]) } }
            try pool.close()
        } catch { throw StoreError(error, of: "close \(path)") }
    }
}
