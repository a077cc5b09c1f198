internal import MusterModel

/// When the node is looked at, and why: a pure value that never looks at a clock.
///
/// The first full look is due at once. Nodes of a site that were all started in one
/// moment go on at a phase of their own, the same whenever they start.
public struct Schedule: Sendable {
    /// A look that is due, and what it is for.
    public struct Order: Hashable, Sendable {
        /// What to look at.
        public let look: Look
        /// The changes that it answers; empty where it is merely time.
        public let changes: Set<Change>

        /// Whether it asks for facts that root alone may see, and that may be others now.
        var hasGapsForRoot: Bool { look.isWhole || changes.contains(.settings) }
    }

    /// A change that nobody has looked at yet.
    private struct Waiting {
        let since: AgentMoment
        var latest: AgentMoment
    }

    private let periods: Periods
    private let anchors: [Look: AgentMoment]
    private var due: [Look: AgentMoment]
    private var waiting: [Change: Waiting] = [:]
    private var running: [Look.Lane: Order] = [:]
    private var allowance: Allowance
    private let asksRoot: Bool
    /// Whether root was asked for the look that comes next.
    private var hasAskedRoot = false

    /// A schedule that begins at `now`.
    ///
    /// - Parameters:
    ///   - node: any number that is this node's own, as of its machine id.
    ///   - asksRoot: whether ``Look/rights`` goes before what it is good for.
    public init(
        _ periods: Periods, node: UInt64, now: AgentMoment, asksRoot: Bool = false
    ) {
        self.asksRoot = asksRoot
        self.periods = periods
        var anchors: [Look: AgentMoment] = [:]
        for look in Look.allCases {
            guard let period = periods[look] else { continue }
            anchors[look] = now + .milliseconds(Int64(node % UInt64(max(1, period.milliseconds))))
        }
        self.anchors = anchors
        due = anchors
        due[.full] = now
        if let brief = anchors[.brief] { due[.brief] = brief + periods.brief }
        allowance = Allowance(periods.changes.atOnce, each: periods.changes.each, now)
    }

    /// Something changed.
    public mutating func notice(_ change: Change, at now: AgentMoment) {
        waiting[change] = Waiting(since: waiting[change]?.since ?? now, latest: now)
    }

    /// The next look whose time has come; nil where none has. It runs from now on.
    public mutating func next(at now: AgentMoment) -> Order? {
        allowance.refill(now)
        for lane in Look.Lane.allCases where running[lane] == nil {
            guard let order = order(in: lane, at: now) else { continue }
            if asksRoot, order.hasGapsForRoot {
                if !hasAskedRoot {
                    let first = Order(look: .rights, changes: [])
                    running[lane] = first
                    return first
                }
                hasAskedRoot = false
            }
            if !isDue(order.look, now) { allowance.take() }
            running[lane] = order
            for change in order.changes { waiting[change] = nil }
            advance(past: order.look, now)
            return order
        }
        return nil
    }

    /// A look has ended. One that failed is made again after a while, before its time.
    public mutating func end(_ look: Look, failed: Bool = false, at now: AgentMoment) {
        if look == .rights { hasAskedRoot = true }
        guard let order = running.removeValue(forKey: look.lane), failed else { return }
        let again = now + periods.brief
        for change in order.changes where waiting[change] == nil { notice(change, at: again) }
        if let planned = due[look] { due[look] = min(planned, again) }
    }

    /// When ``next(at:)`` will have something, unless what runs takes longer.
    public func wake(at now: AgentMoment) -> AgentMoment {
        let times = due.filter { running[$0.key.lane] == nil }.map(\.value)
        let changes = waiting.filter { running[$0.key.look.lane] == nil }.map {
            max(Self.ripe($0.key, $0.value), allowance.moment)
        }
        return (times + changes).min() ?? now + periods.full
    }

    /// Whether a look of this kind runs.
    public func isRunning(_ lane: Look.Lane) -> Bool { running[lane] != nil }
}

extension Schedule {
    private func isDue(_ look: Look, _ now: AgentMoment) -> Bool {
        due[look].map { $0 <= now } ?? false
    }

    private static func ripe(_ change: Change, _ waiting: Waiting) -> AgentMoment {
        min(waiting.latest + change.settling, waiting.since + change.patience)
    }

    /// The first look of the menu that is due or asked for, with every change that it answers.
    private func order(in lane: Look.Lane, at now: AgentMoment) -> Order? {
        let ripe = waiting.filter { Self.ripe($0.key, $0.value) <= now }.map(\.key.look)
        let asked = allowance.isLeft ? Set(ripe) : []
        let look = Look.allCases.first {
            $0.lane == lane && (isDue($0, now) || asked.contains($0))
        }
        guard let look else { return nil }
        return Order(look: look, changes: Set(waiting.keys.filter(look.answers)))
    }

    private mutating func advance(past look: Look, _ now: AgentMoment) {
        // What a look says, others need not say again at once.
        for said in Look.allCases where said == look || look.isWhole && said.lane == .facts {
            // A full look because of files does not move the hour's.
            guard let anchor = anchors[said], let period = periods[said],
                said == look || said != .full
            else { continue }
            due[said] = Self.appointment(
                anchor, period, after: now + min(periods.brief, period / 2))
        }
    }

    /// The first moment of a series that lies behind another; those that were slept
    /// through are left out.
    private static func appointment(
        _ anchor: AgentMoment, _ period: Duration, after moment: AgentMoment
    ) -> AgentMoment {
        let behind = (moment - anchor).milliseconds
        guard behind >= 0 else { return anchor }
        let size = max(1, period.milliseconds)
        return AgentMoment(anchor.milliseconds + (behind / size + 1) * size)
    }
}

/// How many looks because of changes may follow each other at once.
private struct Allowance: Sendable {
    private let most: Int
    private let each: Duration
    private var left: Int
    private var since: AgentMoment

    init(_ most: Int, each: Duration, _ now: AgentMoment) {
        (self.most, self.each, left, since) = (most, each, most, now)
    }

    var isLeft: Bool { left > 0 }

    /// When one will be left.
    var moment: AgentMoment { isLeft ? since : since + each }

    mutating func take() {
        left -= 1
    }

    mutating func refill(_ now: AgentMoment) {
        while left < most, since + each <= now {
            since = since + each
            left += 1
        }
        if left == most { since = now }
    }
}
