internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: RejudgingStore {
    /// As ``RejudgingStore`` has it: one pass over the nodes of the site.
    public func alike(
        at site: Int64, under profile: String
    ) async throws(StoreError) -> [AlikeNodes] {
        try await read("nodes of site \(site)") { database in
            try database.rows(RejudgingStatements.alike, [site, profile])
                .compactMap { AlikeNodes($0, gauges: nil) }
        }
    }

    /// As ``RejudgingStore`` has it.
    public func each(
        at site: Int64, under profile: String, after node: Int64, atMost count: Int
    ) async throws(StoreError) -> [AlikeNodes] {
        try await read("nodes of site \(site)") { database in
            try database.rows(RejudgingStatements.each, [site, profile, node, count])
                .compactMap { AlikeNodes($0, gauges: try GaugeValues($0, from: 8)) }
        }
    }
}

extension AlikeNodes {
    fileprivate init?(_ row: Row, gauges: GaugeValues?) {
        guard let sheet = Digest(text: row[1]) else { return nil }
        self.init(
            last: row[0], sheet: sheet,
            open: [OpenFinding](text: row[2]) + [OpenFinding](text: row[3]), freshness: row[4],
            isCloned: row[5], nodes: row[6], cores: row[7], gauges: gauges)
    }
}
