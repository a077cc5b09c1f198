import Foundation
import MusterModel
import Testing

/// Days of the Gregorian calendar.
struct CalendarDateTests {
    @Test(arguments: [
        "2024-02-29", "2000-02-29", "1900-02-28", "2026-12-31", "0001-01-01", "9999-12-31",
        "2026-04-30",
    ])
    func existingDaysAreReadAndPrinted(_ text: String) {
        #expect(CalendarDate(text)?.description == text)
    }

    @Test(arguments: [
        "", "2026", "2026-01", "2023-02-29", "1900-02-29", "2100-02-29", "2026-02-30",
        "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01",
        "26-01-01", "2026-1-1", "2026/01/01", "2026-01-01T00:00", " 2026-01-01", "2026-01-01-",
        "-026-01-01", "+026-01-01", "2026-+1-01", "2026-01-+1", "2026-01--1", "\u{662}026-01-01",
        long("2026-01-"),
    ])
    func anythingElseIsNoDay(_ text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
            (-86_400, "1969-12-31"), (-86_401, "1969-12-30"), (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"), (-2_203_891_200, "1900-03-01"),
            (1_709_164_800, "2024-02-29"),
            (4_107_542_399, "2100-02-28"), (4_107_542_400, "2100-03-01"),
            (2_147_483_648, "2038-01-19"),
        ] as [(Int64, String)])
    func secondsFallOnTheirDay(_ seconds: Int64, _ text: String) {
        #expect(CalendarDate(secondsSince1970: seconds).description == text)
    }

    @Test(
        arguments: [
            (Int64.min, "0001-01-01"), (-62_135_596_801, "0001-01-01"),
            (-62_135_596_800, "0001-01-01"), (253_402_300_799, "9999-12-31"),
            (253_402_300_800, "9999-12-31"), (.max, "9999-12-31"),
        ] as [(Int64, String)])
    func daysBeyondTheCalendarStopAtItsEnds(_ seconds: Int64, _ text: String) {
        #expect(CalendarDate(secondsSince1970: seconds).description == text)
    }

    /// Every 37th day from 1600 to 2600, against another implementation.
    @Test func agreesWithAnotherCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for days in stride(from: Int64(-135_140), to: 230_100, by: 37) {
            let seconds = days * 86_400 + 43_200
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
            let date = CalendarDate(secondsSince1970: seconds)
            #expect([date.year, date.month, date.day] == [parts.year, parts.month, parts.day])
            #expect(date.secondsSince1970 == days * 86_400)
        }
    }

    @Test func ordersByYearMonthDay() {
        let days = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01", "2027-01-01"]
        #expect(days.reversed().map(day).sorted().map(\.description) == days)
        #expect(!(day("2026-01-01") < day("2026-01-01")))
    }
}
