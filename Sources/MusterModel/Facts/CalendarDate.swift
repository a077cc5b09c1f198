/// A day of the Gregorian calendar, without a time zone: when a source was dated,
/// a waiver ends, an audit was made (UTC).
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The year, 1…9999.
    public let year: Int
    /// The month, 1…12.
    public let month: Int
    /// The day of the month, 1…31.
    public let day: Int

    /// The day in `YYYY-MM-DD`; nil for any other form and for days that do not exist.
    public init?(_ text: String) {
        // A number's own initialiser would take a sign.
        guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            let year = UInt16(parts[0]), let month = UInt8(parts[1]), let day = UInt8(parts[2]),
            year > 0, (1...12).contains(month),
            (1...Self.days(in: Int(month), of: Int(year))).contains(Int(day))
        else { return nil }
        (self.year, self.month, self.day) = (Int(year), Int(month), Int(day))
    }

    /// The UTC day that holds `seconds` since 1970, or the first or last day of the
    /// calendar; civil-from-days of H. Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms".
    public init(secondsSince1970: Int64) {
        let seconds = min(max(secondsSince1970, Self.secondsAtLeast), Self.secondsAtMost)
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        day = Int(ofYear - (153 * shifted + 2) / 5 + 1)
        month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// Seconds from 1970 to the beginning of the day in UTC; days-from-civil of the
    /// same algorithms.
    public var secondsSince1970: Int64 {
        let year = Int64(self.year) - (month <= 2 ? 1 : 0)
        let (era, yearOfEra) = (year / 400, year % 400)
        let ofYear = (153 * Int64(month > 2 ? month - 3 : month + 9) + 2) / 5 + Int64(day) - 1
        let ofEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear
        return (era * 146_097 + ofEra - 719_468) * 86_400
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// By day.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// 0001-01-01T00:00:00Z.
    private static let secondsAtLeast: Int64 = -62_135_596_800

    /// 9999-12-31T23:59:59Z.
    private static let secondsAtMost: Int64 = 253_402_300_799

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
