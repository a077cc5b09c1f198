import ArgumentParser
import Glibc
import MusterModel

/// A moment as a person writes it for `--since` and `--until`.
struct MomentWords: ExpressibleByArgument {
    /// Microseconds since 1970.
    let microseconds: Int64

    /// The forms, for help and errors.
    static let forms =
        "2026-11-27, \"2026-11-27 10:00\", 2026-11-27T10:00:00Z, today, yesterday, 3h, 2d"

    init?(argument: String) { self.init(argument, now: Int64(time(nil))) }

    /// A moment in words; nil where they are none. Without `Z` the time is this machine's.
    ///
    /// - Parameter now: seconds since 1970.
    init?(_ text: String, now: Int64) {
        guard let seconds = Self.relative(text, now) ?? Self.absolute(text) else { return nil }
        microseconds = seconds * 1_000_000
    }

    /// `today`, `yesterday`, and spans before now: `90s`, `15min`, `3h`, `2d`, `1w`.
    private static func relative(_ text: String, _ now: Int64) -> Int64? {
        switch text {
        case "now": return now
        case "today": return midnight(now, daysBefore: 0)
        case "yesterday": return midnight(now, daysBefore: 1)
        default: break
        }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units: [String: Int64] = [
            "s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800,
        ]
        guard let count = Int64(digits), count <= 1_000_000,
            let unit = units[String(text.dropFirst(digits.count))]
        else { return nil }
        return now - count * unit
    }

    private static func midnight(_ now: Int64, daysBefore days: Int32) -> Int64? {
        var moment = time_t(now)
        var parts = tm()
        guard localtime_r(&moment, &parts) != nil else { return nil }
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (0, 0, 0)
        parts.tm_mday -= days
        // Summer time is the calendar's to know.
        parts.tm_isdst = -1
        let seconds = mktime(&parts)
        return seconds == -1 ? nil : Int64(seconds)
    }

    private static func absolute(_ text: String) -> Int64? {
        let isUTC = text.hasSuffix("Z")
        let words = (isUTC ? text.dropLast() : text[...])
            .split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
        guard let day = words.first.flatMap({ CalendarDate(String($0)) }) else { return nil }
        var clock = [0, 0, 0]
        if words.count == 2 {
            let parts = words[1].split(separator: ":", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { $0.count == 2 ? UInt8($0).map(Int32.init) : nil }
            guard (2...3).contains(parts.count), numbers.count == parts.count,
                zip(numbers, [24, 60, 61] as [Int32]).allSatisfy({ $0 < $1 })
            else { return nil }
            clock = numbers.map(Int.init) + [0]
        }
        var parts = tm()
        (parts.tm_year, parts.tm_mon) = (Int32(day.year) - 1900, Int32(day.month) - 1)
        (parts.tm_mday, parts.tm_isdst) = (Int32(day.day), -1)
        (parts.tm_hour, parts.tm_min) = (Int32(clock[0]), Int32(clock[1]))
        parts.tm_sec = Int32(clock[2])
        let seconds = isUTC ? timegm(&parts) : mktime(&parts)
        return seconds == -1 ? nil : Int64(seconds)
    }
}
