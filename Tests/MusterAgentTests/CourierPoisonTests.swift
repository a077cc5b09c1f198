import MusterModel
import Testing

@testable import MusterAgent

/// Reports that nobody takes, states, and everything by chance.
@Suite struct CourierPoisonTests {
    private typealias Bench = CourierBench

    /// R10 of the robustness guide.
    @Test(arguments: [413, 422])
    func aBatchThatIsTooMuchIsHalvedUntilTheCulpritIsAlone(status: Int) {
        var bench = Bench()
        bench.spool(1...8)
        var batches: [[Int64]] = []
        while !bench.ordered.isEmpty, batches.count < 100 {
            batches.append(bench.ordered)
            if bench.ordered.contains(3) {
                bench.fail(.status(status, "poison"))
            } else {
                bench.answer { _ in .stored }
            }
        }
        #expect(batches.prefix(2) == [[8, 1, 2, 3, 4, 5, 6, 7], [8, 1, 2, 3]])
        #expect(bench.settled.count == 8)
        #expect(bench.settled.filter { $0.value == .acknowledged }.count == 7)
        #expect(bench.settled[Bench.key(3)] == .setAside("answered \(status): poison"))
        #expect(batches.count < 12 && bench.now == 1_000_000, "and nobody waited")
    }

    /// A server that is no collector says 413 to everything.
    @Test func aSpoolIsNotEmptiedByAServerThatTakesNothing() {
        var bench = Bench()
        bench.spool(1...64)
        let start = bench.now
        var waits = 0
        while bench.settled.count < 10 {
            bench.fail(.status(413, ""))
            if bench.rest != nil {
                waits += 1
                bench.wait()
            }
        }
        #expect(waits >= 10 - Courier.strikesAtMost && bench.now > start + 600_000)
        #expect(bench.courier.state.kind == .refusing)
        bench.answer { _ in .stored }
        #expect(bench.courier.state == .reachable)
    }

    @Test(
        arguments: [
            (Bench.noConnection, CourierState.Kind.unreachable),
            (.carriage(.certificate, "expired"), .unreachable), (.status(503, ""), .unreachable),
            (.status(502, ""), .unreachable), (.status(429, ""), .unreachable),
            (.status(401, ""), .refusing), (.status(403, ""), .refusing),
            (.status(404, ""), .refusing), (.status(302, ""), .refusing),
            (.status(500, ""), .refusing), (.unreadable("html"), .refusing),
            (.status(400, ""), .refusing),
        ] as [(CourierFailure, CourierState.Kind)])
    func otherFailuresAreNobodysFaultAndKeepTheReports(
        failure: CourierFailure, kind: CourierState.Kind
    ) {
        var bench = Bench()
        bench.spool(1...3)
        for _ in 0..<20 {
            bench.fail(failure)
            bench.wait()
        }
        #expect(bench.settled.isEmpty)
        #expect(bench.changes.count == 1, "news is told once")
        #expect(bench.courier.state.kind == kind)
        #expect(bench.ordered == [3, 1, 2])
    }

    @Test func aStateRemembersSinceWhenAndWhyLast() {
        var bench = Bench()
        bench.spool(1...1)
        let start = bench.now
        bench.fail(Bench.noConnection)
        bench.wait()
        bench.fail(.carriage(.timeout, "no answer"))
        #expect(
            bench.courier.state
                == .unreachable(
                    since: start, url: Bench.urls[0], .carriage(.timeout, "no answer")))
        bench.wait()
        bench.fail(.status(403, "who?"))
        let refused = CourierState.refusing(
            since: bench.now, url: Bench.urls[0], .status(403, "who?"))
        #expect(bench.courier.state == refused)
        bench.wait()
        bench.answer { _ in .stored }
        #expect(bench.changes.map(\.to.kind) == [.unreachable, .refusing, .reachable])
        #expect(bench.changes.last?.from == refused)
    }

    @Test func anAnswerToAnOlderDeliveryIsNotHeard() {
        var bench = Bench()
        bench.spool(1...1)
        let old = bench.number
        bench.fail(Bench.noConnection)
        bench.wait()
        let receipts = DeliveryAnswer([Bench.key(1): .stored])
        bench.take(
            .answered(old, receipts, for: [Parcel(key: Bench.key(1), named: [])], pause: nil))
        bench.take(.failed(old, Bench.noConnection, pause: nil))
        #expect(bench.settled.isEmpty && bench.courier.underway == [Bench.key(1)])
    }

    @Test func otherAddressesBeginAnew() {
        var bench = Bench()
        bench.spool(1...1)
        bench.answer(naming: [Digest(of: [1])]) { _ in .stored }
        bench.spool(2...2)
        bench.fail(Bench.noConnection)
        bench.take(.configuration(CourierSettings(urls: [Bench.urls[1]])))
        #expect(bench.url == Bench.urls[1] && bench.courier.known.count == 0)
        #expect(bench.courier.state == .untried)
        bench.take(.configuration(CourierSettings(urls: [Bench.urls[1]], base: 1)))
        #expect(bench.courier.underway == [Bench.key(2)], "the same address keeps its delivery")
        bench.take(.configuration(CourierSettings(urls: [])))
        #expect(bench.order == .nothing(until: nil) && bench.courier.underway.isEmpty)
    }

    @Test func whatTheSpoolCannotGiveIsSetAside() {
        var bench = Bench()
        bench.spool(1...3)
        let number = bench.number
        bench.take(.unsendable(number, [Bench.key(1): "damaged"]))
        #expect(bench.settled == [Bench.key(1): .setAside("damaged")])
        #expect(bench.courier.underway == [3, 2].map(Bench.key))
        bench.take(.unsendable(number, [Bench.key(2): "gone", Bench.key(3): "gone"]))
        #expect(bench.settled.count == 3 && bench.courier.underway.isEmpty)
        bench.spool(4...4)
        #expect(bench.ordered == [4], "the way is as open as before")
    }

    @Test func whatDidNotFitIsNeitherSettledNorBlamed() {
        var bench = Bench()
        bench.spool(1...3)
        bench.take(
            .answered(
                bench.number, DeliveryAnswer([Bench.key(3): .stored]),
                for: [Parcel(key: Bench.key(3), named: [])], pause: nil))
        #expect(bench.ordered == [1, 2])
    }

    @Test func rememberedSectionsAreBounded() {
        var known = KnownSections()
        for number in 0..<(KnownSections.atMost + 100) {
            known.add([Digest(of: [UInt8(number & 255), UInt8(number >> 8)])])
        }
        #expect(known.count == KnownSections.atMost)
        #expect(!known.contains(Digest(of: [0, 0])))
        #expect(known.contains(Digest(of: [UInt8(600 & 255), 2])))
    }
}
