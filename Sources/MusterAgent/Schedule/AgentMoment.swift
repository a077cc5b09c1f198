internal import Glibc
internal import MusterModel

/// Milliseconds since the machine's start, those asleep included (CLOCK_BOOTTIME): what
/// the service keeps its appointments by. No wall clock moves it.
public struct AgentMoment: Hashable, Sendable, Comparable {
    /// Since the machine's start.
    public let milliseconds: Int64

    /// A moment.
    public init(_ milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Now.
    public static var now: AgentMoment { AgentMoment(reading(CLOCK_BOOTTIME)) }

    /// How long the machine was asleep since its start, milliseconds: it grows by a
    /// suspend and by nothing else.
    public static var asleep: Int64 {
        reading(CLOCK_BOOTTIME) - reading(CLOCK_MONOTONIC)
    }

    /// By time.
    public static func < (left: AgentMoment, right: AgentMoment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// So much later.
    public static func + (moment: AgentMoment, span: Duration) -> AgentMoment {
        AgentMoment(moment.milliseconds + span.milliseconds)
    }

    /// The time from `earlier` to here.
    public static func - (later: AgentMoment, earlier: AgentMoment) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }

    private static func reading(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
