internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: StandingStore {
    /// As ``StandingStore`` has it, in one transaction.
    public func age(
        staleBefore: Int64, silentBefore: Int64, at now: Int64
    ) async throws(StoreError) -> Set<Int64> {
        try await write("age of reports") { database in
            var sites: Set<Int64> = []
            for row in try database.rows(
                StandingStatements.aged, [silentBefore, staleBefore])
            {
                let (site, node): (Int64, Int64) = (row[0], row[1])
                let (before, after): (String, String) = (row[2], row[3])
                try database.run(StandingStatements.setFreshness, [site, node, after])
                try database.run(
                    JudgingStatements.addTransition,
                    [
                        site, now, node, "", Transition.Kind.freshness.rawValue, "", before,
                        after,
                    ])
                sites.insert(site)
            }
            return sites
        }
    }

    /// As ``StandingStore`` has it.
    public func counted(at site: Int64) async throws(StoreError) -> CountedNodes {
        try await read("nodes of site \(site)") { database in
            let alike = try SQLiteAlike(database, at: site, under: nil)
            return CountedNodes(groups: alike.counted, blockers: alike.blockers)
        }
    }

    /// As ``StandingStore`` has it, in one transaction.
    public func keep(_ rows: [StandingRow], at now: Int64) async throws(StoreError) {
        try await write("keep \(rows.count) standings") { database in
            for row in rows {
                let before = try database.row(
                    StandingStatements.standing, [row.site, row.profile])
                let old: String = before.map { $0[0] } ?? ""
                if old != row.standing {
                    try database.run(
                        JudgingStatements.addTransition,
                        [
                            row.site, now, 0, row.profile, Transition.Kind.standing.rawValue, "",
                            old, row.standing,
                        ])
                    try database.run(
                        ChangeStatements.add, [row.site, row.profile, now, old, row.standing])
                }
                let counts = row.counts
                try database.run(
                    StandingStatements.setStanding,
                    [
                        row.site, row.profile, row.standing, now, counts.ready, counts.degraded,
                        counts.unfit, counts.undetermined, counts.stale, counts.silent,
                        counts.expected, counts.coresReady, counts.cores, Data(row.document),
                    ])
                try database.run(StandingStatements.clearBlockers, [row.site, row.profile])
                for blocker in row.blockers {
                    try database.run(
                        StandingStatements.addBlocker,
                        [
                            row.site, row.profile, blocker.check, blocker.outcome, blocker.nodes,
                            blocker.cores,
                        ])
                }
            }
            let memory = SQLiteRemembrance(database, at: now)
            for row in rows { try memory.standing(of: row.site, under: row.profile) }
            for site in Set(rows.map(\.site)) { try memory.spread(of: site) }
        }
    }

    /// As ``StandingStore`` has it.
    public func standings(of site: String?) async throws(StoreError) -> [StandingRow] {
        try await read("standings") { database in
            let rows =
                if let site {
                    try database.rows(StandingStatements.standingsOfSite, [site])
                } else {
                    try database.rows(StandingStatements.standings)
                }
            return rows.map(StandingRow.init)
        }
    }

    /// As ``StandingStore`` has it.
    public func changes(
        of site: Int64, under profile: String, since: Int64
    ) async throws(StoreError) -> [(at: Int64, standing: String)] {
        try await read("changes of site \(site)") { database in
            try database.rows(StandingStatements.changes, [site, profile, since]).map {
                (at: $0[0], standing: $0[1])
            }
        }
    }
}

extension StandingRow {
    /// A row of ``StandingStatements/standings``.
    init(_ row: Row) {
        var counts = Counts()
        (counts.ready, counts.degraded, counts.unfit) = (row[6], row[7], row[8])
        (counts.undetermined, counts.stale, counts.silent) = (row[9], row[10], row[11])
        (counts.expected, counts.coresReady, counts.cores) = (row[12], row[13], row[14])
        self.init(
            site: row[0], name: row[1],
            trust: SiteRow.Trust(rawValue: row[2]) ?? .unregistered, profile: row[3],
            standing: row[4], since: row[5], counts: counts, document: Array(row[15] as Data))
    }
}
