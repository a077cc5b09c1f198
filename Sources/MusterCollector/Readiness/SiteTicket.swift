internal import MusterModel
internal import MusterReport

/// What a site is told in a ticket: what is wrong, on how many nodes, what was seen on one
/// of them, and which line to change.
public struct SiteTicket: CollectorDocument, Hashable, Sendable {
    /// The form of the document.
    public static let format: String = "muster-ticket/1"

    /// One check that is open.
    public struct Item: Codable, Hashable, Sendable {
        /// The check's id, what it asks and why anybody does.
        public var check: String, title: String, reason: String
        /// What it came to: `fail`, `unknown` or `hung`.
        public var outcome: String
        /// On how many fresh nodes, their cores, and the name of one.
        public var nodes: Int64, cores: Int64, example: String
        /// What was seen there, a line a fact.
        public var evidence: [String]
        /// The line to change; nil where nobody knows one.
        public var remedy: String?
        /// Documents that ask for it.
        public var sources: [String]
        /// The page of its nodes, behind the collector's address.
        public var page: String
    }

    /// The form of the document.
    public var format: String = Self.format
    /// Whose it is, and the VOs that it serves.
    public var site: String, vos: [String]
    /// By what it was judged.
    public var profile: String, title: String, dated: String
    /// When, seconds since 1970.
    public var made: Int64
    /// How it stands, since when (seconds since 1970), and why.
    public var standing: String, since: Int64, reason: String
    /// Fresh nodes that are ready, and all that are not retired.
    public var ready: Int64, nodes: Int64
    /// What is open, on most nodes first.
    public var items: [Item]

    /// Whether there is anything to tell.
    public var isNeeded: Bool { !items.isEmpty }

    /// Its first line.
    public var subject: String {
        "[\(site)] \(nodes - ready) of \(nodes) worker nodes are not known to be ready for "
            + "containers (\(profile))"
    }
}

extension SiteTicket {
    /// Where a collector's API has it.
    public static func path(of site: String, under profile: String) -> String {
        "/api/v1" + Address.site(site) + "/ticket" + Address.query([("profile", profile)])
    }

    /// The whole for a helpdesk (GGUS or another): plain text, fields first.
    ///
    /// - Parameter address: the collector's, where pages are named; nil where none is.
    public func text(linking address: String? = nil) -> String {
        var lines = ["Subject: \(subject)", "Affected site: \(site)"]
        if !vos.isEmpty {
            let concerned = vos.contains(profile) ? [profile] : vos
            lines.append("Concerned VO: \(concerned.joined(separator: ", "))")
        }
        lines += [
            "",
            "Dear administrators of \(site),", "",
            "measured until \(UTCTime(secondsSince1970: made).short) UTC, \(ready) of \(nodes) "
                + "worker nodes are ready to run payloads in containers under the profile "
                + "\(profile) (\(title), \(dated)).",
            "The site is \(standing) since \(UTCTime(secondsSince1970: since).short): \(reason).",
        ]
        if items.isEmpty { lines += ["", "No required check is open on any node that reports."] }
        for (number, item) in items.enumerated() {
            lines += [""] + text(of: item, number: number + 1, address)
        }
        lines += [
            "",
            "To see the same on a node: muster check --profile \(profile); what a check asks: "
                + "muster explain CHECK.",
        ]
        if let address { lines.append("The site's page: \(address)\(page)") }
        return lines.map(\.printable).joined(separator: "\n") + "\n"
    }

    private var page: String { Address.site(site, profile: profile) }

    private func text(of item: Item, number: Int, _ address: String?) -> [String] {
        var lines = [
            "\(number). \(item.check): \(item.title)",
            "   \(item.outcome) on \(item.nodes) node\(item.nodes == 1 ? "" : "s") "
                + "(\(item.cores) cores), for example \(item.example)",
        ]
        lines += item.evidence.map { "   seen    \($0)" }
        if let remedy = item.remedy { lines.append("   change  \(remedy)") }
        if !item.reason.isEmpty { lines.append("   why     \(item.reason)") }
        lines += item.sources.map { "   source  \($0)" }
        if let address { lines.append("   nodes   \(address)\(item.page)") }
        return lines
    }
}
