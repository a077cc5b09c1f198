internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: RejudgingStore {
    /// As ``RejudgingStore`` has it: one pass over the nodes of the site.
    public func alike(
        at site: Int64, under profile: String?
    ) async throws(StoreError) -> [AlikeNodes] {
        try await read("nodes of site \(site)") { database in
            let rows =
                if let profile {
                    try database.rows(RejudgingStatements.alikeUnderOne, [site, profile])
                } else { try database.rows(RejudgingStatements.alike, [site]) }
            return rows.compactMap { AlikeNodes($0) }
        }
    }

    /// As ``RejudgingStore`` has it.
    public func gauges(
        at site: Int64, after node: Int64, atMost count: Int
    ) async throws(StoreError) -> [NodeGauges] {
        try await read("gauges of site \(site)") { database in
            try database.rows(RejudgingStatements.gauges, [site, node, count]).map {
                NodeGauges(node: $0[0], values: try GaugeValues($0, from: 1))
            }
        }
    }
}

extension AlikeNodes {
    fileprivate init?(_ row: Row) {
        guard let sheet = Digest(text: row[1]) else { return nil }
        self.init(
            profile: row[0], nodes: (row[6] as String).split(separator: ",").compactMap { Int64($0) },
            sheet: sheet, open: [OpenFinding](text: row[2]) + [OpenFinding](text: row[3]),
            freshness: row[4], isCloned: row[5], coresEach: row[7])
    }
}
