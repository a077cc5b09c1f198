/// What judging depends on beside the facts and the profile.
public struct Circumstances: Hashable, Sendable {
    /// What the site's own queues ask.
    public var demands: [Demand]
    /// Accepted exceptions.
    public var waivers: [Waiver]
    /// Published weaknesses.
    public var advisories: [Advisory]
    /// The day of judgement; it ends waivers.
    public var date: CalendarDate

    /// Circumstances on a day; nothing demanded, waived or published by default.
    public init(
        demands: [Demand] = [], waivers: [Waiver] = [], advisories: [Advisory] = [],
        date: CalendarDate
    ) {
        self.demands = demands
        self.waivers = waivers
        self.advisories = advisories
        self.date = date
    }

    /// The waivers whose last day is over on ``date``, in their order: somebody
    /// meant to have repaired by then.
    public var endedWaivers: [Waiver] { waivers.filter { $0.until < date } }
}
