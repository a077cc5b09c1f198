/// How a site stands under a profile, and from what that follows.
public struct SiteStanding: Hashable, Sendable {
    /// Nodes of one site that are alike.
    public struct Group: Hashable, Sendable {
        /// The verdict of each.
        public let verdict: Verdict
        /// How old their reports are.
        public let freshness: Freshness
        /// Whether another machine reports under their names: then nobody knows which of
        /// them a verdict is of.
        public let isCloned: Bool
        /// How many they are.
        public let nodes: Int64
        /// Their cores together.
        public let cores: Int64

        /// A group from its parts.
        public init(
            _ verdict: Verdict, _ freshness: Freshness, isCloned: Bool = false, nodes: Int64,
            cores: Int64 = 0
        ) {
            (self.verdict, self.freshness, self.isCloned) = (verdict, freshness, isCloned)
            (self.nodes, self.cores) = (nodes, cores)
        }
    }

    /// What is true of the site beside its nodes.
    public struct Site: Hashable, Sendable {
        /// 0 to 3; nil where the registry does not say.
        public var tier: Int?
        /// The nodes that the site has declared; nil where it declared none.
        public var expected: Int64?
        /// Whether it is in a declared downtime just now.
        public var isInDowntime = false

        /// A site of which nothing is known.
        public init() {}
    }

    /// What it comes to.
    public let standing: Standing
    /// Why it is this and not another, in a sentence.
    public let reason: String
    /// Fresh nodes that are ready or degraded.
    public let ready: Int64
    /// Of these, degraded.
    public let degraded: Int64
    /// Fresh nodes that are unfit.
    public let unfit: Int64
    /// Fresh nodes of which it cannot be told, and clones.
    public let undetermined: Int64
    /// Nodes that missed a report.
    public let stale: Int64
    /// Nodes that have stopped.
    public let silent: Int64
    /// Declared nodes that never reported; nil where nothing is declared.
    public let missing: Int64?
    /// Cores of the ready nodes, and of all that ever reported.
    public let coresReady: Int64, cores: Int64

    /// Nodes of which something is known now.
    public var known: Int64 { ready + unfit }

    /// Folds nodes into a site. The order of groups does not matter.
    ///
    /// Unknown is neither good nor bad: the share is that of the known nodes. Where more
    /// is unknown than known, nothing is said (CMS Site Readiness has it so).
    public init(of groups: [Group], at site: Site, by rules: StandingRules) {
        func count(_ isMeant: (Group) -> Bool) -> Int64 {
            groups.reduce(0) { $0 + (isMeant($1) ? $1.nodes : 0) }
        }
        func isKnown(_ group: Group) -> Bool { group.freshness == .fresh && !group.isCloned }
        func isGood(_ group: Group) -> Bool {
            isKnown(group) && (group.verdict == .ready || group.verdict == .degraded)
        }
        ready = count(isGood)
        degraded = count { isGood($0) && $0.verdict == .degraded }
        unfit = count { isKnown($0) && $0.verdict == .unfit }
        stale = count { $0.freshness == .stale }
        silent = count { $0.freshness == .silent }
        let all = count { _ in true }
        undetermined = all - ready - unfit - stale - silent
        missing = site.expected.map { max(0, $0 - all) }
        coresReady = groups.reduce(0) { $0 + (isGood($1) ? $1.cores : 0) }
        cores = groups.reduce(0) { $0 + $1.cores }
        let unknown = undetermined + stale + silent + (missing ?? 0)
        let answer = Self.fold(good: ready, bad: unfit, unknown: unknown, site.tier, rules)
        let isExcused = answer.standing == .notReady || answer.standing == .unknown
        standing = site.isInDowntime && isExcused ? .inDowntime : answer.standing
        reason = standing == .inDowntime ? "in a downtime; else: \(answer.reason)" : answer.reason
    }

    private static func fold(
        good: Int64, bad: Int64, unknown: Int64, _ tier: Int?, _ rules: StandingRules
    ) -> (standing: Standing, reason: String) {
        let known = good + bad
        guard known + unknown > 0 else { return (.unknown, "no node has reported") }
        guard known > 0, unknown <= known else {
            return (.unknown, "of \(known + unknown) nodes \(unknown) are unknown")
        }
        let least =
            tier.map { $0 <= 1 } ?? false ? rules.notReadyBelowAtCentres : rules.notReadyBelow
        let words = "\(good) of \(known) known nodes are ready"
        if good * 1000 >= known * rules.readyFrom { return (.ready, words) }
        if good * 1000 < known * least {
            return (.notReady, "\(words), needed \(least / 10) % at least")
        }
        return (.partial, "\(words), needed \(rules.readyFrom / 10) %")
    }
}
