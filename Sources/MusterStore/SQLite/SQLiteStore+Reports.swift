internal import FoundationEssentials
internal import GRDB
public import MusterModel

extension SQLiteStore: ReportStore {
    /// As ``ReportStore`` has it, in one `BEGIN IMMEDIATE` transaction.
    public func keep(_ arrivals: [Arrival]) async throws(StoreError) -> [Receipt] {
        let presence = presence
        let (receipts, present, age) = try await write("keep \(arrivals.count) reports") {
            let age = try presence.begin($0)
            var keeper = SQLiteKeeper($0, presence)
            return (try arrivals.map { try keeper.keep($0) }, keeper.present, age)
        }
        presence.learn(present, of: age)
        return receipts
    }

    /// As ``ReportStore`` has it.
    public func state(of node: String, at site: String) async throws(StoreError) -> NodeState? {
        try await read("state of \(node)") { database in
            let row = try Row.fetchOne(
                database.prepared(ReportStatements.state), arguments: [site, node])
            return try row.map(NodeState.init)
        }
    }

    /// As ``ReportStore`` has it; two statements an incarnation.
    public func tallies(of node: String, at site: String) async throws(StoreError) -> [Tally] {
        try await read("tallies of \(node)") { database in
            try Row.fetchAll(
                database.prepared(ReportStatements.tallies), arguments: [site, node]
            ).map { row in
                let gaps = try Row.fetchAll(
                    database.prepared(ReportStatements.gaps),
                    arguments: [row[3] as Int64, row[4] as Int64, row[0] as Int64])
                return Tally(
                    incarnation: row[1], received: row[5], highest: row[2],
                    gaps: gaps.compactMap { gap in
                        Gap.Reason(rawValue: gap[2]).flatMap { Gap(gap[0], through: gap[1], $0) }
                    }, contradictions: row[6])
            }
        }
    }

    /// As ``ReportStore`` has it, a look-up a digest.
    public func content(
        _ digests: Set<Digest>, at site: String
    ) async throws(StoreError) -> [Digest: [UInt8]] {
        try await read("content of \(site)") { database in
            guard
                let id = try Row.fetchOne(
                    database.prepared(ReportStatements.siteNamed), arguments: [site])
            else { return [:] }
            var found: [Digest: [UInt8]] = [:]
            let statement = try database.prepared(ReportStatements.content)
            for digest in digests {
                let bytes = try Data.fetchOne(
                    statement, arguments: [id[0] as Int64, digest.text])
                if let bytes { found[digest] = Array(bytes) }
            }
            return found
        }
    }
}

extension NodeState {
    /// A row of ``ReportStatements/state``.
    init(_ row: Row) throws {
        guard let key = ReportKey(row[3], row[4]), let sheet = Digest(text: row[7]),
            let claims = Digest(text: row[8])
        else { throw StoreError("node_state", .damaged, "a key or digest of no such form") }
        self.init(
            siteID: row[0], nodeID: row[1], node: row[2], key: key, received: row[5],
            made: row[6], sheet: sheet, claims: claims,
            gauges: try GaugeValues(row, from: 9), about: Array(row[11] as Data),
            isCloned: row[12] != nil)
    }
}

extension GaugeValues {
    /// Frame and values, from a column on.
    init(_ row: Row, from column: Int) throws {
        guard let frame = Digest(text: row[column]) else {
            throw StoreError("node_state", .damaged, "a frame's digest of no such form")
        }
        let bytes = try row.withUnsafeData(atIndex: column + 1) { Array($0 ?? Data()) }
        self.init(frame: frame, bytes: bytes)
    }
}
