public import MusterModel

/// Whether this node is to take no more work, and what is remembered to decide it: a value,
/// looks in, changes out. It ends no drain but its own.
///
/// Nothing is decided by a profile that is not the one that was pinned, by a look at a
/// part, or from what nobody could tell. What was decided then stays as it is.
public struct Drain: Hashable, Sendable {
    /// What a batch system is told.
    public enum State: String, Hashable, Sendable {
        /// Nothing was ever drained, or somebody else has to end what was.
        case keep
        /// The node is to take no more work.
        case drain
        /// The drain with ``Drain/reason`` is over.
        case released
    }

    /// Where one pinned profile stands.
    struct Course: Hashable, Sendable {
        /// Whether it drains the node.
        var isDrained = false
        /// What the last looks agree on: to drain, or to end it; nil for neither.
        var wanted: Bool?
        /// How many of them.
        var count = 0
        /// When the last of these was, seconds since 1970.
        var counted: Int64 = 0
        /// Why nothing is done by it; nil where something may be.
        var refusal: String?
    }

    /// What a batch system is told.
    public internal(set) var state = State.keep
    /// What it is told as the reason, for as long as the drain lasts and after it, so that
    /// whoever ends it can see that it is ours.
    public internal(set) var reason = ""
    /// Why the rules do not read; nil where they do.
    var fault: String?
    /// By profile.
    var courses: [String: Course] = [:]

    /// Begins every reason, so that nobody takes it for a person's.
    public static let mark = "muster: "
    /// Characters of a reason: one line in a batch system's tables.
    public static let reasonAtMost = 160
    /// Looks that follow one another faster see the same moment, and count once.
    static let secondsApart: Int64 = 60

    /// Nothing drained, nothing seen.
    public init() {}

    /// The profiles that drain this node now, sorted.
    public var holders: [String] {
        courses.filter(\.value.isDrained).map(\.key).sorted()
    }

    /// A line for a person, with what is drained or refused behind it.
    public func added(to status: String) -> String {
        let held = holders.isEmpty ? "" : "; drained for \(holders.joined(separator: ", "))"
        let refused = courses.filter { $0.value.refusal != nil }.keys.sorted()
        let refusal =
            fault != nil
            ? "; no drain: drain.yaml does not read"
            : refused.isEmpty ? "" : "; no drain by \(refused.joined(separator: ", "))"
        return status + held + refusal
    }

    /// Takes in a look; looks at a part change nothing.
    public mutating func take(_ look: DrainLook, under rules: DrainRules) -> [DrainChange] {
        guard look.isWhole else { return [] }
        fault = nil
        var changes = forget(allBut: Set(rules.pins.map(\.profile)))
        for pin in rules.pins {
            var course = courses[pin.profile] ?? Course()
            changes += step(&course, pin, look)
            courses[pin.profile] = course
        }
        // Nobody has rules any more: there was never anything.
        if rules.pins.isEmpty { self = Drain() }
        return changes
    }

    /// The rules do not read: everything stays as it is.
    public mutating func refuse(_ why: String) -> [DrainChange] {
        guard fault != why else { return [] }
        fault = why
        return [.refused(profile: nil, why: why)]
    }

    /// What a profile that is pinned no more drained stays drained: somebody took the
    /// decision away from us.
    private mutating func forget(allBut pinned: Set<String>) -> [DrainChange] {
        var changes: [DrainChange] = []
        for (profile, course) in courses.sorted(by: { $0.key < $1.key })
        where !pinned.contains(profile) {
            courses[profile] = nil
            guard course.isDrained else { continue }
            changes.append(
                .refused(profile: profile, why: "it is pinned no more; what it drained stays so"))
            if holders.isEmpty { (state, reason) = (.keep, "") }
        }
        return changes
    }

    private mutating func step(
        _ course: inout Course, _ pin: DrainRules.Pin, _ look: DrainLook
    ) -> [DrainChange] {
        let sight = look.sights[pin.profile]
        if let refusal = Self.refusal(sight, pin) {
            course.wanted = nil
            guard course.refusal != refusal else { return [] }
            course.refusal = refusal
            return [.refused(profile: pin.profile, why: refusal)]
        }
        course.refusal = nil
        guard let sight else { return [] }
        course.see(sight.wish(under: pin.signs), at: look.time)
        guard let wanted = course.wanted, course.count >= pin.settle, wanted != course.isDrained
        else { return [] }
        course.isDrained = wanted
        courses[pin.profile] = course
        return wanted ? [begin(sight)] : [end(pin.profile)]
    }

    private static func refusal(_ sight: DrainLook.Sight?, _ pin: DrainRules.Pin) -> String? {
        guard let sight else { return "it is not among the profiles that are judged" }
        return sight.digest == pin.digest
            ? nil : "its digest is \(sight.digest), pinned is \(pin.digest)"
    }

    private mutating func begin(_ sight: DrainLook.Sight) -> DrainChange {
        if state != .drain {
            let why = sight.cause.isEmpty ? "" : ": \(sight.cause)"
            reason = Self.plain(Self.mark + "\(sight.profile) \(sight.verdict.rawValue)" + why)
        }
        state = .drain
        return .drained(profile: sight.profile, reason: reason)
    }

    private mutating func end(_ profile: String) -> DrainChange {
        if holders.isEmpty { state = .released }
        return .released(profile: profile, reason: reason, others: holders)
    }

    /// One short line without what a shell or a batch system could take for more.
    private static func plain(_ text: String) -> String {
        let harmless = text.printable.filter { !"\"'`\\|".contains($0) }
        return String(harmless.prefix(reasonAtMost))
    }
}

extension Drain.Course {
    /// One more look, and what it wants; a look that cannot tell makes all before it vain.
    fileprivate mutating func see(_ wish: Bool?, at time: Int64) {
        guard let wish, wish == wanted else {
            (wanted, count, counted) = (wish, wish == nil ? 0 : 1, time)
            return
        }
        guard abs(time.subtractingReportingOverflow(counted).partialValue) >= Drain.secondsApart
        else { return }
        (count, counted) = (min(count + 1, DrainRules.Pin.settleAtMost), time)
    }
}

extension DrainLook.Sight {
    /// Whether the node should be drained; nil where nobody can tell.
    fileprivate func wish(under signs: Set<DrainRules.Sign>) -> Bool? {
        if isPartial { return nil }
        switch verdict {
        case .unfit: return signs.contains(.unfit) ? true : nil
        case .undetermined:
            return signs.contains(.undetermined) || isHung && signs.contains(.hung) ? true : nil
        case .degraded: return signs.contains(.degraded)
        case .ready: return false
        }
    }
}
