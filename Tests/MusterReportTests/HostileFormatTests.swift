import AuditExamples
import MusterModel
import Testing

@testable import MusterReport

/// What holds for every format, whatever a node has in its files.
struct HostileFormatTests {
    private static let shapes: [AuditShape] = [.hostile, .injecting, .everyKind, .crowded]

    @Test(arguments: ReportFormat.allCases, shapes)
    func noByteSteersOrHides(format: ReportFormat, shape: AuditShape) {
        let allowed: Set<Unicode.Scalar> = format == .csv ? ["\n", "\r"] : ["\n"]
        // JSON keeps names exactly; what steers a terminal is escaped there, what
        // hides is data.
        let categories: Set<Unicode.GeneralCategory> =
            format == .ndjson ? [.control] : [.control, .format, .lineSeparator]
        let steering = format.text(shape.example).unicodeScalars.filter {
            !allowed.contains($0) && categories.contains($0.properties.generalCategory)
        }
        #expect(steering.isEmpty)
    }

    /// Bytes of a report of ten thousand findings. Records stay complete where each
    /// is a line of its own; what a person, a plugin or a store of series reads is cut.
    private static let bounds: [(format: ReportFormat, bytes: Int)] = [
        (.ndjson, 8_000_000), (.junit, 6_000_000), (.tap, 5_000_000), (.csv, 4_000_000),
        (.sarif, 6_000_000), (.html, 1_000_000), (.prometheus, 100_000), (.classad, 8_000),
        (.nagios, NagiosRenderer.bytesAtMost),
    ]

    @Test func tenThousandFindingsAreBounded() {
        let report = AuditExample.crowded(10_000).report
        for (format, bytes) in Self.bounds {
            let size = format.renderer.render(report).utf8.count
            #expect(size <= bytes, "\(format): \(size)")
            #expect(size > 300, "\(format): \(size)")
        }
        #expect(Self.bounds.count == ReportFormat.allCases.count)
    }

    @Test func profileAskedTwiceIsToldOnce() {
        var example = AuditExample.troubled
        let once = ReportFormat.allCases.map { $0.text(example) }
        example.profiles.append(example.profiles[0])
        for (format, text) in zip(ReportFormat.allCases, once) {
            #expect(format.text(example) == text, "\(format)")
        }
    }

    @Test(arguments: ReportFormat.allCases)
    func withoutProfilesThereIsStillAReport(format: ReportFormat) {
        let text = format.text(AuditExample())
        #expect(text.unicodeScalars.last == "\n")
        #expect(!text.contains(/[">]unfit["<]/))
    }

    @Test(arguments: [
        ("", 3, ""), ("abc", 3, "abc"), ("abcd", 3, "abc…"), ("é\u{301}x", 2, "é\u{301}…"),
    ])
    func shortTextEndsWithAMark(text: String, scalars: Int, expected: String) {
        #expect(text.shortened(to: scalars) == expected)
    }

    @Test(arguments: [("abcd", 4, "abcd"), ("abcde", 4, "a…"), ("漢字漢字", 9, "漢字…"), ("ab", 1, "…")])
    func shortTextCountsBytes(text: String, bytes: Int, expected: String) {
        #expect(text.shortened(toBytes: bytes) == expected)
    }

    @Test func markHidesNoQuote() {
        #expect("\"\u{301}<\u{20DD}&'".markup == "&quot;\u{301}&lt;\u{20DD}&amp;&#39;")
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_795_437_296, "2026-11-23T12:34:56Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] as [(Int64, String)])
    func timeIsWrittenInUTC(seconds: Int64, expected: String) {
        #expect(UTCTime(secondsSince1970: seconds).description == expected)
    }

    @Test(arguments: ["1970-01-01", "2024-02-29", "2026-12-31", "2027-01-31", "2000-02-29"])
    func daysEndWhereTheNextBegins(day: String) throws {
        let date = try #require(CalendarDate(day))
        #expect(CalendarDate(secondsSince1970: date.endSeconds - 1) == date)
        #expect(CalendarDate(secondsSince1970: date.endSeconds) > date)
    }

    @Test func digestsAreWrittenInBase64() {
        // RFC 6234's "abc", in the form that content policies use.
        let digest = Digest(of: Array("abc".utf8))
        #expect(digest.base64 == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    }
}
