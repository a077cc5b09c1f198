import MusterModel
import Testing

@testable import MusterAgent

/// What the courier does, step by step.
@Suite struct CourierTests {
    private typealias Bench = CourierBench

    @Test func withoutACollectorNothingIsEverDue() {
        var bench = Bench(CourierSettings(urls: []))
        #expect(bench.spool(1...9) == .nothing(until: nil))
        #expect(bench.take(.tick) == .nothing(until: nil))
        #expect(bench.courier.state == .untried && bench.changes.isEmpty)
    }

    @Test func withoutAReportNothingIsDue() {
        var bench = Bench()
        #expect(bench.take(.tick) == .nothing(until: nil))
        #expect(bench.take(.spool([])) == .nothing(until: nil))
    }

    @Test func theNewestStateGoesFirstAndThenTheHistoryFromItsBeginning() {
        var bench = Bench()
        bench.spool(1...5)
        #expect(bench.ordered == [5, 1, 2, 3, 4])
        #expect(bench.courier.underway == bench.ordered.map(Bench.key))
        bench.answer { _ in .stored }
        #expect(bench.order == .nothing(until: nil) && bench.courier.underway.isEmpty)
        #expect(bench.settled.count == 5 && bench.settled.values.allSatisfy { $0 == .acknowledged })
        #expect(bench.changes.map(\.to) == [.reachable])
    }

    @Test func aGapWaitsItsTurn() {
        var bench = Bench()
        bench.take(.spool([Bench.entry(3), Bench.entry(2, isNewest: true), Bench.entry(1)]))
        #expect(bench.ordered == [2, 1, 3])
    }

    @Test func oneDeliveryIsUnderwayAtATime() {
        var bench = Bench()
        bench.spool(1...2)
        #expect(bench.take(.tick) == .nothing(until: nil))
        #expect(bench.spool(1...3) == .nothing(until: nil))
    }

    @Test func batchesAreBoundInReportsAndBytes() {
        var bench = Bench(CourierSettings(urls: Bench.urls, bytesAtMost: 3_000, reportsAtMost: 9))
        bench.spool(1...6)
        #expect(bench.ordered == [6, 1, 2])
        bench = Bench(CourierSettings(urls: Bench.urls, reportsAtMost: 2))
        bench.spool(1...6)
        #expect(bench.ordered == [6, 1])
        bench.answer { _ in .stored }
        #expect(bench.ordered == [2, 3], "the rest goes at once")
    }

    @Test func aStateThatFillsEveryBatchDoesNotStarveTheHistory() {
        var bench = Bench(CourierSettings(urls: Bench.urls, bytesAtMost: 1_000))
        var newest: Int64 = 5
        bench.spool(1...newest, bytes: 5_000)
        for oldest in 1...3 as ClosedRange<Int64> {
            #expect(bench.ordered == [newest])
            newest += 1
            bench.spool(oldest...newest, bytes: 5_000)
            bench.answer { _ in .stored }
            #expect(bench.ordered == [oldest], "after a state alone the history has its turn")
            bench.answer { _ in .stored }
        }
    }

    @Test func onlyAReceiptSettlesAReport() {
        var bench = Bench()
        bench.spool(1...4)
        bench.answer { [1: .stored, 2: .known, 3: .refused("old")][$0] }
        #expect(bench.settled[Bench.key(1)] == .acknowledged)
        #expect(bench.settled[Bench.key(2)] == .acknowledged)
        #expect(bench.settled[Bench.key(3)] == .setAside("refused: old"))
        #expect(bench.ordered == [4], "what was not named is sent again")
        for next in 5...7 as ClosedRange<Int64> {
            #expect(bench.settled[Bench.key(4)] == nil)
            bench.fail(Bench.noConnection)
            bench.take(.spool([Bench.entry(4), Bench.entry(next, isNewest: true)]))
            bench.wait()
            #expect(bench.ordered == [next, 4])
            bench.answer { $0 == next ? .stored : nil }
        }
        #expect(bench.settled[Bench.key(4)] == .setAside("never named in an answer"))
    }

    @Test func anAnswerThatNamesNothingIsAFailure() {
        var bench = Bench()
        bench.spool(1...2)
        bench.answer { _ in nil }
        #expect(bench.settled.isEmpty && bench.rest == bench.now + 10_000)
        #expect(bench.courier.state.kind == .refusing)
    }

    @Test func whatIsWantedIsSentAgainAtOnceAndNotForEver() {
        var bench = Bench()
        let digest = Digest(of: [1])
        bench.spool(1...1)
        bench.answer(naming: [digest]) { _ in .stored }
        #expect(bench.courier.known.contains(digest))
        bench.spool(2...2)
        for _ in 0..<CourierQueue.delaysAtMost {
            bench.answer { _ in .wants([digest]) }
            #expect(!bench.courier.known.contains(digest))
            #expect(bench.ordered == [2])
        }
        bench.answer { _ in .wants([digest]) }
        #expect(
            bench.settled[Bench.key(2)] == .setAside("wanted again and again with more sections"))
    }

    @Test func waitsDoubleUpToTheCeilingAndAreDrawnByChance() {
        var bench = Bench(CourierSettings(urls: [Bench.urls[0]], base: 10_000, ceiling: 60_000))
        bench.spool(1...1)
        for bound in [10_000, 20_000, 40_000, 60_000, 60_000] as [Int64] {
            bench.fail(Bench.noConnection)
            #expect(bench.rest == bench.now + bound)
            bench.wait()
            #expect(bench.ordered == [1])
        }
        bench.chance = .least
        bench.fail(Bench.noConnection)
        #expect(bench.rest == bench.now + 1_000, "never at once, or nothing else would be done")
        bench.wait()
        bench.answer { _ in .stored }
        bench.chance = .most
        bench.spool(2...2)
        bench.fail(Bench.noConnection)
        #expect(bench.rest == bench.now + 10_000, "success forgets the failures before it")
    }

    @Test func countlessFailuresDoNotOverflow() {
        var bench = Bench(
            CourierSettings(urls: [Bench.urls[0]], base: .max / 2, ceiling: .max / 2))
        bench.now = 0
        bench.spool(1...1)
        var road = CourierRoad()
        var chance = Chance.most
        for _ in 0..<2_000 {
            road.fail(at: 0, CourierSettings(urls: [], base: 1), pause: nil, using: &chance)
        }
        #expect(road.closedUntil == 900_000)
        bench.fail(Bench.noConnection)
        #expect(bench.rest == .max / 2)
    }

    @Test func aServersWishIsHeardAndHasItsBound() {
        let settings = CourierSettings(urls: [Bench.urls[0]], retryAfterAtMost: 100_000)
        for (wish, wait) in [(50_000, 50_000), (900_000_000, 100_000), (-5, 0)]
            as [(Int64, Int64)]
        {
            var bench = Bench(settings, chance: .least)
            bench.spool(1...1)
            bench.fail(.status(503, ""), pause: wish)
            #expect(bench.rest == bench.now + max(1_000, wait))
            #expect(bench.courier.state.kind == .unreachable)
        }
        var bench = Bench(settings)
        bench.spool(1...2)
        bench.fail(.status(429, ""), pause: 50_000)
        #expect(bench.rest == bench.now + 60_000, "and not all nodes come back at one instant")
        bench = Bench(settings)
        bench.spool(1...2)
        bench.answer(pause: 30_000) { $0 == 2 ? .stored : nil }
        #expect(bench.rest == bench.now + 30_000, "success can come with a wish, too")
    }

    @Test func theNextCollectorIsAskedAtOnceAndTheFirstAgainInTime() {
        var bench = Bench(CourierSettings(urls: Bench.urls))
        bench.spool(1...1)
        #expect(bench.url == Bench.urls[0])
        bench.fail(Bench.noConnection)
        #expect(bench.url == Bench.urls[1], "without a wait")
        #expect(bench.changes.isEmpty, "one of two is no news")
        bench.answer { _ in .stored }
        bench.spool(2...2)
        #expect(bench.url == Bench.urls[1], "the first is left alone for its wait")
        bench.answer { _ in .stored }
        bench.now += 10_000
        bench.spool(3...3)
        #expect(bench.url == Bench.urls[0])
    }

    @Test func whenNoneAnswersTheEarliestWaitCounts() {
        var bench = Bench(CourierSettings(urls: Bench.urls))
        bench.spool(1...1)
        bench.fail(.status(503, ""), pause: 500_000)
        bench.fail(Bench.noConnection)
        #expect(bench.rest == bench.now + 10_000)
        #expect(
            bench.changes.map(\.to) == [
                .unreachable(since: bench.now, url: Bench.urls[1], Bench.noConnection)
            ])
        bench.wait()
        #expect(bench.url == Bench.urls[1])
    }
}
