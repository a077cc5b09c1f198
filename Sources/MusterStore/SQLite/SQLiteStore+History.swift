internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: HistoryStore {
    /// As ``HistoryStore`` has it.
    public func standings(at hour: Int64) async throws(StoreError) -> [StandingRow] {
        try await read("standings at an hour") { database in
            try database.rows(HistoryStatements.standings, [hour]).map(StandingRow.init)
        }
    }

    /// As ``HistoryStore`` has it.
    public func spread(at hour: Int64) async throws(StoreError) -> [SpreadRow] {
        try await read("spread at an hour") { database in
            try database.rows(HistoryStatements.spreads, [hour]).flatMap { row in
                SpreadRow.all(of: row[0], in: row[1] as Data)
            }
        }
    }

    /// As ``HistoryStore`` has it.
    public func course(
        under profile: String, from first: Int64, through last: Int64
    ) async throws(StoreError) -> [CourseRow] {
        try await read("course of \(profile)") { database in
            try database.rows(HistoryStatements.course, [profile, first, last]).map {
                CourseRow(
                    site: $0[0], hour: $0[1], standing: $0[2], ready: $0[3], nodes: $0[4],
                    coresReady: $0[5], cores: $0[6])
            }
        }
    }

    /// As ``HistoryStore`` has it, in one transaction.
    public func thin(
        before hour: Int64, forgetting oldest: Int64
    ) async throws(StoreError) -> Int {
        try await write("thin history") { database in
            var gone = 0
            for (statement, hour) in [
                (HistoryStatements.thinStandings, hour), (HistoryStatements.thinSpreads, hour),
                (HistoryStatements.forgetStandings, oldest),
                (HistoryStatements.forgetSpreads, oldest),
            ] {
                try database.run(statement, [hour])
                gone += database.changesCount
            }
            for statement in [HistoryStatements.holdStandings, HistoryStatements.holdSpreads] {
                try database.run(statement, [oldest])
            }
            return gone
        }
    }
}

/// Remembers, inside the transaction that keeps standings, how sites stand.
struct SQLiteRemembrance {
    private let database: Database
    private let now: Int64

    private static let anHour: Int64 = 3_600_000

    init(_ database: Database, at now: Int64) { (self.database, self.now) = (database, now) }

    private var hour: Int64 { now / Self.anHour }

    /// The standing that was just kept, where it is another than the last one.
    func standing(of site: Int64, under profile: String) throws {
        let last = try database.row(HistoryStatements.newest, [site, profile])
        guard try last != database.row(HistoryStatements.current, [site, profile]) else { return }
        try database.run(HistoryStatements.remember, [site, profile, hour])
    }

    /// That no site stands under a profile any more; before its standings go.
    func end(of profile: String) throws {
        try database.run(HistoryStatements.end, [profile, hour, now])
    }

    /// What fresh nodes of a site run, where it is another than before.
    func spread(of site: Int64) throws {
        let groups = try database.rows(HistoryStatements.spread, [site]).map { row in
            JSONValue.array([
                .string(row[0]), .string(row[1]), .string(row[2]), .integer(row[3]),
                .integer(row[4]),
            ])
        }
        let document = Data(JSONValue.array(groups).canonicalBytes)
        let last = try database.row(HistoryStatements.newestSpread, [site])
        guard (last.map { $0[0] as Data }) != document else { return }
        try database.run(HistoryStatements.rememberSpread, [site, hour, document])
    }
}

extension SpreadRow {
    /// What ``SQLiteRemembrance/spread(of:)`` wrote.
    fileprivate static func all(of site: String, in data: Data) -> [SpreadRow] {
        let json = try? JSONReader.value(in: Array(data))
        return (json?.elements ?? []).compactMap { group in
            guard let parts = group.elements, parts.count == 5, let system = parts[0].text,
                let kernel = parts[1].text, let routes = parts[2].text,
                let nodes = parts[3].number, let cores = parts[4].number
            else { return nil }
            return SpreadRow(
                site: site, system: system, kernel: kernel, routes: [String](routes: routes),
                nodes: nodes, cores: cores)
        }
    }
}
