internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: RejudgingStore {
    /// As ``RejudgingStore`` has it.
    public func alike(
        at site: Int64, under profile: String?
    ) async throws(StoreError) -> [AlikeNodes] {
        try await read("nodes of site \(site)") { database in
            try SQLiteAlike(database, at: site, under: profile).groups
        }
    }

    /// As ``RejudgingStore`` has it.
    public func gauges(
        at site: Int64, after node: Int64, atMost count: Int
    ) async throws(StoreError) -> [NodeGauges] {
        try await read("gauges of site \(site)") { database in
            var gauges: [NodeGauges] = []
            try database.each(RejudgingStatements.gauges, [site, node, count]) {
                gauges.append(NodeGauges(node: $0[0], values: try GaugeValues($0, from: 1)))
            }
            return gauges
        }
    }
}
