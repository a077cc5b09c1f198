/// How a service is set up: what the configuration came to.
public struct ServicePlan: Sendable {
    /// Who looks at the node.
    public enum Observers: Hashable, Sendable {
        /// Units that listen in this folder, in the host's view (`observer.sock` …).
        case units(String)
        /// Children of our own, which see what we see; for a service outside systemd.
        case children
    }

    /// The folder of its state.
    public var state: String
    /// Who looks at the node.
    public var observers: Observers
    /// How often.
    public var periods: Periods
    /// How much of the disk it may take.
    public var limits: SpoolLimits
    /// The site and node that reports are sent under; nil where the node has no name.
    public var site: String?
    /// The node's name.
    public var node: String
    /// A number of this node's own, for its phase.
    public var phase: UInt64
    /// More words for the judging child.
    public var words: [String]
    /// How reports reach a collector; nil keeps them here.
    public var delivery: DeliveryPlan?
    /// Whose check bundles are followed; nil for nobody's.
    public var bundles: BundlePlan?
    /// The folder in which everybody may read about drains.
    public var drains: String

    /// A plan from its parts.
    public init(
        state: String, observers: Observers, periods: Periods, limits: SpoolLimits,
        site: String?, node: String, phase: UInt64, words: [String] = [],
        delivery: DeliveryPlan? = nil, drains: String = usualDrains
    ) {
        (self.state, self.observers, self.periods) = (state, observers, periods)
        (self.limits, self.site, self.node) = (limits, site, node)
        (self.phase, self.words) = (phase, words)
        (self.delivery, self.drains) = (delivery, drains)
    }

    /// Where systemd-tmpfiles makes it (`muster.tmpfiles`).
    public static let usualDrains = "/run/muster/drain"
}
