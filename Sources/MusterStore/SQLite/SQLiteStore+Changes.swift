internal import GRDB

extension SQLiteStore: ChangeStore {
    /// As ``ChangeStore`` has it.
    public func standingChanges(
        after number: Int64, atMost: Int
    ) async throws(StoreError) -> [StandingChange] {
        try await read("changes after \(number)") { database in
            try database.rows(ChangeStatements.after, [number, atMost]).map(StandingChange.init)
        }
    }

    /// As ``ChangeStore`` has it.
    public func standingChanges(
        under profile: String?, before number: Int64, within scope: ReadScope, atMost: Int
    ) async throws(StoreError) -> [StandingChange] {
        try await read("changes before \(number)") { database in
            try database.rows(ChangeStatements.before, [number, scope.site, profile, atMost])
                .map(StandingChange.init)
        }
    }

    /// As ``ChangeStore`` has it.
    public func newestChange() async throws(StoreError) -> Int64 {
        try await read("the newest change") { database in
            try database.row(ChangeStatements.newest).map { $0[0] } ?? 0
        }
    }

    /// As ``ChangeStore`` has it.
    public func mark(of reader: String) async throws(StoreError) -> Int64? {
        try await read("mark of \(reader)") { database in
            try database.row(ChangeStatements.mark, [reader]).map { $0[0] }
        }
    }

    /// As ``ChangeStore`` has it.
    public func keep(mark: Int64, of reader: String) async throws(StoreError) {
        try await write("mark of \(reader)") { database in
            try database.run(ChangeStatements.setMark, [reader, mark])
        }
    }
}

extension StandingChange {
    fileprivate init(_ row: Row) {
        self.init(
            number: row[0], at: row[1], site: row[2],
            trust: SiteRow.Trust(rawValue: row[3]) ?? .unregistered, profile: row[4],
            before: row[5], after: row[6])
    }
}
