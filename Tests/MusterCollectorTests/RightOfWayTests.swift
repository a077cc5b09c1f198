import Testing

@testable import MusterCollector

/// Taking reports goes first, and what stands back gets its turn.
@Suite struct RightOfWayTests {
    @Test func nobodyIsHeldUpWhereTheWayIsFree() async {
        let way = RightOfWay(look: .seconds(3600), looksAtMost: 1, lull: .zero)
        way.enter()
        way.leave()
        await way.giveWay()
        #expect(!way.isTaken)
    }

    @Test func whoStandsBackGoesAsSoonAsTheOthersAreGone() async {
        let way = RightOfWay(look: .milliseconds(1), looksAtMost: .max, lull: .zero)
        way.enter()
        way.enter()
        async let waiting: Void = way.giveWay()
        way.leave()
        #expect(way.isTaken)
        way.leave()
        await waiting
        #expect(!way.isTaken)
    }

    @Test func whoStandsBackGetsATurnAllTheSame() async {
        let way = RightOfWay(look: .milliseconds(1), looksAtMost: 3)
        way.enter()
        await way.giveWay()
        #expect(way.isTaken)
    }

    @Test func aCancelledTaskWaitsForNobody() async {
        let way = RightOfWay(look: .seconds(3600), looksAtMost: .max)
        way.enter()
        let waiting = Task { await way.giveWay() }
        waiting.cancel()
        await waiting.value
        #expect(way.isTaken)
    }

    @Test func aLullIsNoEnd() {
        let way = RightOfWay(lull: .seconds(3600))
        #expect(!way.isTaken)
        way.enter()
        way.leave()
        #expect(way.isTaken)
    }

    /// Whatever comes of a request, it is not underway for ever.
    @Test func aRefusedRequestIsGone() async throws {
        let bench = try CollectorBench()
        let way = RightOfWay(lull: .zero)
        let ingest = Ingest(
            into: Inlet(to: bench.store), by: GaugeFrames(bench.store), before: way, now: { 0 })
        await #expect(throws: Ingest.Refusal.self) {
            _ = try await ingest.take(Array("no delivery".utf8)) { _ in
                .failure(.report("nobody"))
            }
        }
        #expect(!way.isTaken)
    }
}
