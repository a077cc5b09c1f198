public import MusterModel

/// One distinct sheet of a site under one set of terms, judged once however many nodes
/// have it.
public struct JudgedSheet: Hashable, Sendable {
    /// Which sheet under which terms.
    public struct Key: Hashable, Sendable {
        /// The site's number.
        public let site: Int64
        /// The sheet.
        public let sheet: Digest
        /// Profile, demands, waivers and advisories, by digest.
        public let terms: Digest

        /// A key from its parts.
        public init(site: Int64, sheet: Digest, terms: Digest) {
            (self.site, self.sheet, self.terms) = (site, sheet, terms)
        }
    }

    /// Which sheet under which terms.
    public let key: Key
    /// The profile's id.
    public let profile: String
    /// The verdict of what rests on stable facts alone.
    public let verdict: Verdict
    /// What is open.
    public let open: [OpenFinding]
    /// The open findings with evidence and remedy: canonical JSON.
    public let findings: [UInt8]

    /// A judged sheet from its parts.
    public init(
        _ key: Key, profile: String, verdict: Verdict, open: [OpenFinding], findings: [UInt8]
    ) {
        (self.key, self.profile, self.verdict) = (key, profile, verdict)
        (self.open, self.findings) = (open, findings)
    }
}
