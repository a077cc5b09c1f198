public import MusterModel

/// What one look came to, as far as drains are concerned.
public struct DrainLook: Hashable, Sendable {
    /// One profile's verdict.
    public struct Sight: Hashable, Sendable {
        /// The profile's id.
        public let profile: String
        /// ``MusterModel/Profile/digest(with:)`` of the profile as it judged.
        public let digest: Digest
        /// The verdict.
        public let verdict: Verdict
        /// Whether it is undetermined because something that is required does not answer.
        public let isHung: Bool
        /// Whether a part of the profile alone was judged.
        public let isPartial: Bool
        /// What speaks against the node, in a few words.
        public let cause: String

        /// A verdict from its parts.
        public init(
            _ profile: String, _ digest: Digest, _ verdict: Verdict, isHung: Bool = false,
            isPartial: Bool = false, cause: String = ""
        ) {
            (self.profile, self.digest, self.verdict) = (profile, digest, verdict)
            (self.isHung, self.isPartial, self.cause) = (isHung, isPartial, cause)
        }

        /// What a profile judged.
        public init(_ judgement: Judgement, under digest: Digest) {
            self.init(
                judgement.profile, digest, judgement.verdict,
                isHung: judgement.verdict == .undetermined
                    && judgement.findings.contains { $0.isHung && $0.level == .required },
                isPartial: judgement.isPartial, cause: judgement.cause)
        }
    }

    /// When, seconds since 1970.
    public let time: Int64
    /// Whether every probe looked; no other look counts.
    public let isWhole: Bool
    /// The verdicts, by profile.
    public let sights: [String: Sight]

    /// A look from its parts.
    public init(at time: Int64, isWhole: Bool = true, _ sights: [Sight]) {
        (self.time, self.isWhole) = (time, isWhole)
        self.sights = Dictionary(
            sights.map { ($0.profile, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Judgement {
    /// The first two checks that decide the verdict: `cvmfs.cache, kernel.release and 3 more`.
    fileprivate var cause: String {
        let outcome: Outcome = verdict == .unfit ? .fail : verdict == .degraded ? .warn : .unknown
        let names = findings.filter { $0.outcome == outcome }.map(\.name)
        let more = names.count > 2 ? " and \(names.count - 2) more" : ""
        return names.prefix(2).joined(separator: ", ") + more
    }
}
