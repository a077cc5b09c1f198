internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: RejudgingStore {
    /// As ``RejudgingStore`` has it: one pass over the nodes of the site, and one over the
    /// index of what they came to.
    public func alike(
        at site: Int64, under profile: String?
    ) async throws(StoreError) -> [AlikeNodes] {
        try await read("nodes of site \(site)") { database in
            var present: [Int64: Presence] = [:]
            try database.each(RejudgingStatements.present, [site]) {
                present[$0[0]] = Presence(freshness: $0[1], isCloned: $0[2])
            }
            let rows =
                if let profile {
                    try database.rows(RejudgingStatements.alikeUnderOne, [site, profile])
                } else { try database.rows(RejudgingStatements.alike, [site]) }
            return rows.flatMap { AlikeNodes.all(in: $0, present) }
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

/// What is known of a node beside what it came to.
private struct Presence: Hashable {
    let freshness: String
    let isCloned: Bool
}

extension AlikeNodes {
    /// The nodes of a row by what else is known of them; those that are not present are
    /// not there.
    fileprivate static func all(in row: Row, _ present: [Int64: Presence]) -> [AlikeNodes] {
        guard let sheet = Digest(text: row[1]) else { return [] }
        let nodes = (row[5] as String).utf8.split(separator: UInt8(ascii: ","))
            .compactMap { Int64(Substring($0)) }
        let open = [OpenFinding](text: row[2]) + [OpenFinding](text: row[3])
        var groups: [Presence: [Int64]] = [:]
        for node in nodes {
            if let presence = present[node] { groups[presence, default: []].append(node) }
        }
        return groups.map { presence, nodes in
            AlikeNodes(
                profile: row[0], nodes: nodes, sheet: sheet, open: open,
                freshness: presence.freshness, isCloned: presence.isCloned, coresEach: row[4])
        }
    }
}
