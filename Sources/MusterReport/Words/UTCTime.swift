public import MusterModel

/// A second of the UTC calendar: when an audit was made.
public struct UTCTime: Hashable, Sendable, CustomStringConvertible {
    /// Seconds since 1970.
    public let seconds: Int64

    /// The moment that is `seconds` after 1970.
    public init(secondsSince1970 seconds: Int64) { self.seconds = seconds }

    /// The day that holds it.
    public var day: CalendarDate { CalendarDate(secondsSince1970: seconds) }

    /// RFC 3339: `2026-11-23T09:15:00Z`.
    public var description: String { "\(day)T\(clock)Z" }

    /// `09:15:00`.
    private var clock: String {
        let rest = ((seconds % 86_400) + 86_400) % 86_400
        return [rest / 3600, rest / 60 % 60, rest % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
