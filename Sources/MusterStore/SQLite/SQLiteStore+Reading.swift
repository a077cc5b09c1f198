internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: ReadingStore {
    /// As ``ReadingStore`` has it.
    public func overview(
        _ query: OverviewQuery, within scope: ReadScope
    ) async throws(StoreError) -> Page<StandingRow> {
        try await read("overview") { database in
            let filter = query.filter(scope)
            let total = try database.row(ReadingStatements.countSites, filter)
            let rows = try database.rows(
                ReadingStatements.overview,
                filter + [query.order.rawValue, query.limit, query.offset])
            return Page(rows.map(StandingRow.init), of: total?[0] ?? 0)
        }
    }

    /// As ``ReadingStore`` has it.
    public func tallies(
        within scope: ReadScope
    ) async throws(StoreError) -> [StandingTally] {
        try await read("tallies") { database in
            try database.rows(ReadingStatements.tallies, [scope.site]).map {
                StandingTally(
                    profile: $0[0], standing: $0[1], sites: $0[2], ready: $0[3], nodes: $0[4],
                    coresReady: $0[5], cores: $0[6])
            }
        }
    }

    /// As ``ReadingStore`` has it.
    public func facets() async throws(StoreError) -> Facets {
        try await read("facets") { database in
            Facets(
                profiles: try database.rows(ReadingStatements.profiles).map { $0[0] },
                countries: try database.rows(ReadingStatements.countries).map { $0[0] },
                regions: try database.rows(ReadingStatements.regions).map { $0[0] },
                tiers: try database.rows(ReadingStatements.tiers).map { $0[0] },
                vos: try database.rows(ReadingStatements.vos).map { $0[0] })
        }
    }

    /// As ``ReadingStore`` has it.
    public func nodes(_ query: NodesQuery) async throws(StoreError) -> Page<NodeRow> {
        try await read("nodes of \(query.site)") { database in
            let filter = query.filter
            let total = try database.row(ReadingStatements.countNodes, filter)
            let rows = try database.rows(
                ReadingStatements.nodes, filter + [query.limit, query.offset])
            return Page(rows.compactMap(NodeRow.init), of: total?[0] ?? 0)
        }
    }

    /// As ``ReadingStore`` has it.
    public func sheetGroups(
        at site: String, under profile: String, atMost count: Int
    ) async throws(StoreError) -> [SheetGroup] {
        try await read("sheets of \(site)") { database in
            try database.rows(ReadingStatements.sheetGroups, [site, profile, count])
                .compactMap(SheetGroup.init)
        }
    }

    /// As ``ReadingStore`` has it.
    public func verdicts(
        of node: String, at site: String
    ) async throws(StoreError) -> [VerdictRow] {
        try await read("verdicts of \(node)") { database in
            try database.rows(ReadingStatements.verdicts, [site, node]).compactMap(VerdictRow.init)
        }
    }

    /// As ``ReadingStore`` has it.
    public func node(_ node: String, at site: String) async throws(StoreError) -> NodeCard? {
        try await read("node \(node)") { database in
            guard let row = try database.row(ReadingStatements.card, [site, node]) else {
                return nil
            }
            let state = try database.row(ReportStatements.state, [site, node])
            return NodeCard(
                state: try state.map { try NodeState($0) }, freshness: row[0], firstSeen: row[1],
                retired: row[2])
        }
    }

    /// As ``ReadingStore`` has it.
    public func failures(
        of check: String, within scope: ReadScope, atMost count: Int
    ) async throws(StoreError) -> [CheckFailure] {
        try await read("failures of \(check)") { database in
            try database.rows(ReadingStatements.failures, [check, scope.site, count]).map {
                CheckFailure(
                    site: $0[0], profile: $0[1], outcome: $0[2], nodes: $0[3], example: $0[4],
                    since: $0[5])
            }
        }
    }

    /// As ``ReadingStore`` has it.
    public func openChecks(
        under profile: String?, within scope: ReadScope, atMost count: Int
    ) async throws(StoreError) -> [OpenCheck] {
        try await read("open checks") { database in
            try database.rows(ReadingStatements.openChecks, [scope.site, profile, count]).map {
                OpenCheck(
                    profile: $0[0], check: $0[1], sites: $0[2], nodes: $0[3], cores: $0[4])
            }
        }
    }
}

extension [String] {
    /// The routes of a row.
    init(routes text: String?) {
        let bytes = [UInt8]((text ?? "[]").utf8)
        let json = try? JSONReader.value(in: bytes)
        self = (json?.elements ?? []).compactMap(\.text)
    }
}

extension OverviewQuery {
    fileprivate func filter(_ scope: ReadScope) -> [(any DatabaseValueConvertible)?] {
        [
            scope.site, profile, standing, search.pattern, country, tier, vo, isWithStrangers,
            region,
        ]
    }
}

extension NodesQuery {
    fileprivate var filter: [(any DatabaseValueConvertible)?] {
        [site, profile, verdict, freshness, sheet, search.pattern, check]
    }
}

extension ReadScope {
    var site: String? { if case .site(let name) = self { name } else { nil } }
}

extension String {
    /// What LIKE finds it anywhere with, in lower case; empty for what is empty.
    fileprivate var pattern: String {
        guard !isEmpty else { return "" }
        let plain = lowercased().map { "!%_".contains($0) ? "!\($0)" : String($0) }.joined()
        return "%\(plain)%"
    }
}

extension NodeRow {
    fileprivate init?(_ row: Row) {
        guard let verdict = Verdict(rawValue: row[1]) else { return nil }
        let open = [OpenFinding](text: row[9] ?? "[]") + [OpenFinding](text: row[8])
        self.init(
            name: row[0], verdict: verdict, since: row[2],
            claimed: (row[3] as String?).flatMap(Verdict.init(rawValue:)), freshness: row[4],
            received: row[5] ?? 0, sheet: row[6], isCloned: row[7], open: open.sorted())
    }
}

extension SheetGroup {
    fileprivate init?(_ row: Row) {
        guard let verdict = Verdict(rawValue: row[1]) else { return nil }
        self.init(
            sheet: row[0], verdict: verdict, nodes: row[2], fresh: row[3], example: row[4],
            cores: row[5], system: row[6] ?? "", kernel: row[7] ?? "",
            routes: [String](routes: row[8]),
            open: [OpenFinding](text: row[9]).sorted())
    }
}

extension VerdictRow {
    fileprivate init?(_ row: Row) {
        guard let verdict = Verdict(rawValue: row[1]) else { return nil }
        self.init(
            profile: row[0], verdict: verdict, since: row[2],
            claimed: (row[3] as String?).flatMap(Verdict.init(rawValue:)),
            ofSheet: Array(row[4] as Data? ?? Data("[]".utf8)), ofNode: Array(row[5] as Data))
    }
}
