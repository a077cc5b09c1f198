import MusterModel
import Testing

/// Sizes and spans, read and printed.
struct QuantityTests {
    @Test(
        arguments: [
            ("20 GB", 20_000_000_000), ("4000 MiB", 4_194_304_000), ("64B", 64), ("0 B", 0),
            ("1 kB", 1_000), ("1 KB", 1_000), ("1 KiB", 1_024), ("2  GiB", 2_147_483_648),
            ("3 TB", 3_000_000_000_000), ("1 TiB", 1_099_511_627_776), ("007 MB", 7_000_000),
            ("9223372036854775807 B", Int64.max), ("9223372036854775807 TB", Int64.max),
        ] as [(String, Int64)])
    func readsASizeWithItsUnit(_ text: String, _ count: Int64) {
        #expect(Bytes(text)?.count == count)
    }

    @Test(arguments: [
        "", " ", "20", "GB", "20 gb", "20 XB", "-1 GB", "+1 GB", "1.5 GB", "1,000 MB", " 1 GB",
        "1 GB ", "1 GB 2", "9223372036854775808 B", "\u{661} GB", "0x10 B", long("9") + " B",
    ])
    func refusesASizeThatIsNone(_ text: String) {
        #expect(Bytes(text) == nil)
    }

    @Test(
        arguments: [
            (0, "0 B"), (1, "1 B"), (999, "999 B"), (1_000, "1 kB"), (1_024, "1 KiB"),
            (20_000_000_000, "20 GB"), (4_194_304_000, "4,000 MiB"), (1_073_741_824, "1 GiB"),
            (61_234_567_890, "61.2 GB"), (1_500_000_000_001, "1.5 TB"), (123_456_789_012, "123 GB"),
            (12_345_678, "12.3 MB"), (-1, "-1 B"), (-4_194_304_000, "-4,000 MiB"),
            (-1_500_000_001, "-1.5 GB"), (9_223_372_036_854_775_807, "9,223,372 TB"),
        ] as [(Int64, String)])
    func printsTheShortestSize(_ count: Int64, _ text: String) {
        #expect(Bytes(count).description == text)
    }

    /// Otherwise a message would read `20 GB; at least 20 GB`.
    @Test func aSizeJustBelowALimitDoesNotPrintAsTheLimit() {
        #expect(Bytes(19_999_999_999).description == "19.9 GB")
    }

    @Test func everyUnitIsReadAsItIsPrinted() {
        for unit in Bytes.units where unit.name != "KB" {
            #expect(Bytes("3 \(unit.name)")?.description == "3 \(unit.name)")
        }
    }

    @Test(
        arguments: [
            (Int64.max, 2, Int64.max), (.min, 2, .min), (.min, -1, .max), (.max, -2, .min),
            (0, 9, 0),
        ] as [(Int64, Int64, Int64)])
    func multiplyingStopsAtTheEdges(_ count: Int64, _ factor: Int64, _ product: Int64) {
        #expect(Bytes(count, times: factor).count == product)
    }

    @Test func theSmallestNumbersPrint() {
        #expect(Bytes(.min).description.hasPrefix("-9,223,372"))
        #expect(Int64.min.grouped == "-9,223,372,036,854,775,808")
        #expect([Int64(0), 999, 1_000, -1_000].map(\.grouped) == ["0", "999", "1,000", "-1,000"])
        #expect(Bytes.mebibytes(.max).count == .max)
        #expect(Bytes(1) < Bytes(2) && Bytes(-1) < Bytes(0))
    }

    @Test(
        arguments: [
            ("500 ms", 500), ("30 s", 30_000), ("30s", 30_000), ("2 min", 120_000), ("0 s", 0),
            ("1 h", 3_600_000), ("7 d", 604_800_000),
        ] as [(String, Int64)])
    func readsASpanWithItsUnit(_ text: String, _ milliseconds: Int64) {
        #expect(Duration(words: text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "30", "s", "30 sec", "30 S", "-1 s", "1.5 s", "1 h 5 min", " 1 s", "1 s ",
        "9223372036854775807 d", "9223372036854775808 ms", long("9") + " s", "3652426 d",
    ])
    func refusesASpanThatIsNone(_ text: String) {
        #expect(Duration(words: text) == nil)
    }

    @Test(
        arguments: [
            (0, "0 ms"), (41, "41 ms"), (999, "999 ms"), (1_000, "1 s"), (1_099, "1 s"),
            (1_200, "1.2 s"), (9_999, "9.9 s"), (10_900, "10 s"), (59_999, "59 s"),
            (60_000, "1 min 0 s"), (192_000, "3 min 12 s"), (7_500_000, "2 h 5 min"),
            (86_399_999, "23 h 59 min"), (273_600_000, "3 d 4 h"),
        ] as [(Int64, String)])
    func printsASpanForAPerson(_ milliseconds: Int64, _ text: String) {
        #expect(Duration.milliseconds(milliseconds).inWords == text)
    }

    @Test func hugeSpansStopAtTheEdges() {
        #expect(Duration.seconds(Int64.max).milliseconds == .max)
        #expect(Duration.seconds(Int64.min).milliseconds == .min)
        #expect(Duration.milliseconds(Int64.max).milliseconds == .max)
        #expect(Duration.milliseconds(Int64.min).milliseconds == .min)
        #expect(Duration.seconds(Int64.max).inWords.hasSuffix(" h"))
    }
}
