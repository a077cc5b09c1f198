/// The thresholds by which nodes make a site; shares in thousandths, so that nothing is
/// rounded.
public struct StandingRules: Hashable, Sendable {
    /// A node whose last report is older is stale.
    public var freshFor: Duration
    /// One whose last report is older still is silent.
    public var silentAfter: Duration
    /// From this share of ready nodes among the known ones on a site is ready.
    public var readyFrom: Int64
    /// Below this share it is not ready; between both it is partly.
    public var notReadyBelow: Int64
    /// The same for Tier-0 and Tier-1 sites.
    public var notReadyBelowAtCentres: Int64
    /// So many changes of a standing within ``flappingWithin`` mean that it flaps.
    public var flappingFrom: Int
    /// The span in which changes are counted.
    public var flappingWithin: Duration

    /// Two and a half of the service's hours; a day. The shares are those of CMS Site
    /// Readiness (CMSCompOps/MonitoringScripts, sitereadiness/eval_sreadiness.py, read in
    /// November 2026): 0.9 ok, below 0.8 error, at Tier-0 and Tier-1 below 0.9. Four
    /// changes a week are our own choice.
    public static let usual = StandingRules(
        freshFor: .seconds(9_000), silentAfter: .seconds(86_400), readyFrom: 900,
        notReadyBelow: 800, notReadyBelowAtCentres: 900, flappingFrom: 4,
        flappingWithin: .seconds(7 * 86_400))

    /// Rules from their parts.
    public init(
        freshFor: Duration, silentAfter: Duration, readyFrom: Int64, notReadyBelow: Int64,
        notReadyBelowAtCentres: Int64, flappingFrom: Int, flappingWithin: Duration
    ) {
        (self.freshFor, self.silentAfter) = (freshFor, silentAfter)
        (self.readyFrom, self.notReadyBelow) = (readyFrom, notReadyBelow)
        self.notReadyBelowAtCentres = notReadyBelowAtCentres
        (self.flappingFrom, self.flappingWithin) = (flappingFrom, flappingWithin)
    }

    /// Its members: spans in milliseconds, shares in thousandths.
    public var json: JSONValue {
        .object([
            "fresh_for": .integer(freshFor.milliseconds),
            "silent_after": .integer(silentAfter.milliseconds),
            "ready_from": .integer(readyFrom), "not_ready_below": .integer(notReadyBelow),
            "not_ready_below_at_centres": .integer(notReadyBelowAtCentres),
            "flapping_from": .integer(Int64(flappingFrom)),
            "flapping_within": .integer(flappingWithin.milliseconds),
        ])
    }

    /// Rules out of ``json``; nil for anything else.
    public init?(json: JSONValue) {
        func number(_ name: String) -> Int64? { json[name]?.number }
        guard let fresh = number("fresh_for"), let silent = number("silent_after"),
            let ready = number("ready_from"), let notReady = number("not_ready_below"),
            let centres = number("not_ready_below_at_centres"),
            let flapping = number("flapping_from"), let within = number("flapping_within")
        else { return nil }
        self.init(
            freshFor: .milliseconds(fresh), silentAfter: .milliseconds(silent),
            readyFrom: ready, notReadyBelow: notReady, notReadyBelowAtCentres: centres,
            flappingFrom: Int(clamping: flapping), flappingWithin: .milliseconds(within))
    }

    /// How fresh a node is whose last report has this age.
    public func freshness(atAge age: Duration) -> Freshness {
        age <= freshFor ? .fresh : age <= silentAfter ? .stale : .silent
    }
}
