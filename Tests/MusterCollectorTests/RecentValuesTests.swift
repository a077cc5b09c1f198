import Testing

@testable import MusterCollector

/// What is remembered, and how much.
@Suite struct RecentValuesTests {
    @Test func theOldestGoFirst() {
        var recent = RecentValues<Int, String>(atMost: 3, bytesAtMost: 100)
        for number in 1...5 { recent.remember("\(number)", under: number, bytes: 1) }
        #expect((1...5).map { recent[$0] } == [nil, nil, "3", "4", "5"])
        #expect(recent.count == 3 && recent.bytes == 3)
        recent.remember("other", under: 4, bytes: 50)
        #expect(recent[4] == "4" && recent.bytes == 3)
        recent.remember("2", under: 2, bytes: 1)
        #expect(recent[2] == "2" && recent[3] == nil)
    }

    @Test func bytesAreBoundAndOneThatIsTooLargeIsNotKept() {
        var recent = RecentValues<Int, Int>(atMost: 1000, bytesAtMost: 10)
        for number in 1...400 { recent.remember(number, under: number, bytes: 4) }
        #expect(recent.count == 2 && recent.bytes == 8)
        #expect(recent[400] == 400 && recent[399] == 399)
        recent.remember(0, under: 0, bytes: 11)
        #expect(recent.count == 2 && recent.bytes == 8 && recent[0] == nil)
        recent.remember(7, under: 7, bytes: 10)
        #expect(recent[7] == 7 && recent.count == 1)
    }
}
