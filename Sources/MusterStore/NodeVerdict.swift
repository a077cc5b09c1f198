public import MusterModel

/// One node under one profile, as the collector judges it.
public struct NodeVerdict: Hashable, Sendable {
    /// The site's number.
    public let site: Int64
    /// The node's number inside its site.
    public let node: Int64
    /// The profile's id.
    public let profile: String
    /// Under which terms.
    public let terms: Digest
    /// On which sheet.
    public let sheet: Digest
    /// What it came to, gauges and all.
    public let verdict: Verdict
    /// What the node came to by itself, where it judged this profile as a whole.
    public let claimed: Verdict?
    /// What is open of the checks that rest on gauges; the others are the sheet's.
    public let open: [OpenFinding]
    /// Those findings with evidence and remedy: canonical JSON.
    public let findings: [UInt8]

    /// A verdict from its parts.
    public init(
        site: Int64, node: Int64, profile: String, terms: Digest, sheet: Digest,
        verdict: Verdict, claimed: Verdict?, open: [OpenFinding], findings: [UInt8]
    ) {
        (self.site, self.node, self.profile, self.terms) = (site, node, profile, terms)
        (self.sheet, self.verdict, self.claimed) = (sheet, verdict, claimed)
        (self.open, self.findings) = (open, findings)
    }

    /// Whether the node came to another verdict than the collector.
    public var isContradicted: Bool { claimed.map { $0 != verdict } ?? false }
}
