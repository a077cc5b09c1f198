public import MusterModel
internal import MusterReport

/// A report as CERN's MONIT takes it: flat documents with `producer`, `type`, and a whole
/// number of milliseconds (UTC) for `timestamp`.
public struct MonitDocuments: Hashable, Sendable {
    /// What a document is about; each type has members of its own.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// One site under one profile.
        case site = "site_standing"
        /// Registered sites of one VO.
        case vo = "vo_share"
        /// Those of one region.
        case region = "region_share"
        /// Those of one tier.
        case tier = "tier_share"
        /// All of them.
        case all = "total_share"
    }

    /// The documents, sites first.
    public let documents: [JSONValue]

    /// A producer's name: what CERN agreed to, one for all documents.
    public static func isProducer(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            }
    }

    /// A report's documents.
    ///
    /// - Parameter producer: one that ``isProducer(_:)``.
    public init(_ report: ReadinessReport, by producer: String) {
        let writer = MonitWriter(report, by: producer)
        let shares: [(Kind, [ReadinessReport.Share])] = [
            (.vo, report.vos), (.region, report.regions), (.tier, report.tiers),
            (.all, [report.total]),
        ]
        documents =
            report.sites.map(writer.document)
            + shares.flatMap { kind, shares in shares.map { writer.document(of: $0, kind) } }
    }

    /// All of them in one line, as one request or file has them.
    public var line: [UInt8] { JSONValue.array(documents).canonicalBytes }

    /// One request holds no more, so that none is large.
    static let documentsAtMost = 200

    /// The same in parts that one request holds each.
    var batches: [[JSONValue]] {
        stride(from: 0, to: documents.count, by: Self.documentsAtMost).map { start in
            Array(documents[start..<min(start + Self.documentsAtMost, documents.count)])
        }
    }

    /// Where a collector's API has them.
    public static func path(under profile: String, by producer: String) -> String {
        "/api/v1/exports/monit"
            + Address.query([("profile", profile), ("producer", producer)])
    }
}

/// Writes the documents of one report.
private struct MonitWriter {
    private let report: ReadinessReport
    private let producer: String

    init(_ report: ReadinessReport, by producer: String) {
        (self.report, self.producer) = (report, producer)
    }

    /// Texts that somebody else gave are shorter in it, characters.
    private static let textAtMost = 1000

    func document(_ site: ReadinessReport.Site) -> JSONValue {
        let top = site.blockers.first
        var members: [String: JSONValue] = [
            "site": text(site.name), "region": text(site.region), "country": text(site.country),
            "vos": text(site.vos.joined(separator: " ")), "standing": text(site.standing),
            "reason": text(site.reason), "flapping": .bool(site.flapping),
            "since": .integer(site.since * 1000), "nodes": .integer(site.nodes),
            "nodes_known": .integer(site.known), "nodes_ready": .integer(site.ready),
            "nodes_degraded": .integer(site.degraded), "nodes_unfit": .integer(site.unfit),
            "nodes_undetermined": .integer(site.undetermined),
            "nodes_stale": .integer(site.stale), "nodes_silent": .integer(site.silent),
            "cores": .integer(site.cores), "cores_ready": .integer(site.coresReady),
            "blockers": .integer(Int64(Set(site.blockers.map(\.check)).count)),
            "top_blocker": text(top?.check), "top_blocker_outcome": text(top?.outcome),
            "top_blocker_nodes": .integer(top?.nodes ?? 0),
            "top_blocker_cores": .integer(top?.cores ?? 0),
        ]
        // What nobody declared is left out: no number would be true.
        if let tier = site.tier { members["tier"] = .integer(Int64(tier)) }
        if let expected = site.expected { members["nodes_expected"] = .integer(expected) }
        return document(.site, site.name, members)
    }

    func document(of share: ReadinessReport.Share, _ kind: MonitDocuments.Kind) -> JSONValue {
        document(
            kind, share.name,
            [
                "name": text(share.name), "sites": .integer(share.sites),
                "sites_ready": .integer(share.sitesReady), "nodes": .integer(share.nodes),
                "nodes_ready": .integer(share.nodesReady), "cores": .integer(share.cores),
                "cores_ready": .integer(share.coresReady),
            ])
    }

    /// The members of every document. The id is the same whenever the same is told, so that
    /// what is sent twice is there once.
    private func document(
        _ kind: MonitDocuments.Kind, _ name: String, _ members: [String: JSONValue]
    ) -> JSONValue {
        let parts = [producer, kind.rawValue, report.profile, name, "\(report.made)"]
        let id = Digest(of: JSONValue.array(parts.map(JSONValue.string)).canonicalBytes).text
        var all = members
        all["producer"] = .string(producer)
        all["type"] = .string(kind.rawValue)
        all["type_prefix"] = .string(kind == .site ? "raw" : "agg")
        all["timestamp"] = .integer(report.made * 1000)
        all["_id"] = .string(String(id.prefix(32)))
        all["profile"] = text(report.profile)
        all["profile_dated"] = text(report.dated)
        return .object(all)
    }

    private func text(_ text: String?) -> JSONValue {
        .string(String((text ?? "").printable.prefix(Self.textAtMost)))
    }
}
