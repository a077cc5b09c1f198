import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// Courier, child and collector's double together, through an outage and a poison.
@Suite struct CourierRoundTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// What the agent will do with an order, in little.
    private struct Round {
        var courier: Courier
        var now: Int64 = 0
        var waiting: [Int64]
        var settled: [Int64: CourierStep.Outcome] = [:]
        var changes: [CourierState.Kind] = []
        let authorities: String

        init(to url: String, trusting authorities: String, _ waiting: [Int64]) {
            courier = Courier(CourierSettings(urls: [url], reportsAtMost: 4))
            self.authorities = authorities
            self.waiting = waiting
        }

        mutating func take(_ event: CourierEvent) -> CourierOrder {
            var chance = SystemRandomNumberGenerator()
            let step = courier.take(event, at: now, using: &chance)
            for end in step.settled {
                #expect(settled.updateValue(end.outcome, forKey: end.key.sequence) == nil)
                waiting.removeAll { $0 == end.key.sequence }
            }
            changes += [step.change?.to.kind].compactMap(\.self)
            return step.order
        }

        mutating func begin() throws -> CourierOrder {
            let entries = try waiting.map {
                CourierEntry(
                    key: ReportKey(try SampleReport.id($0)), bytes: 300,
                    isNewestState: $0 == waiting.max())
            }
            return take(.spool(entries))
        }

        /// Carries one order out; what is next.
        mutating func carry(_ order: CourierOrder) throws -> CourierOrder {
            guard case .deliver(let number, let keys, let known, let url) = order else {
                return order
            }
            var delivery = Delivery()
            for key in keys {
                let body = try SampleReport.body(key.sequence)
                let sections = SampleReport.sections(key.sequence)
                let fits = try delivery.add(body: body, known: known) { sections[$0] }
                #expect(fits)
            }
            var order = DeliveryOrder(to: try PushTarget(url), version: "0.1.0")
            order.authorities = .file(authorities)
            let outcome = DeliveryChild(program: Launch.program("muster"))
                .carry(delivery.bytes, as: order)
            return take(
                outcome.event(of: number, carrying: delivery.envelopes.map(Parcel.init)))
        }

        /// Carries out orders until there is nothing left to do.
        mutating func run(from first: CourierOrder) throws {
            var order = first
            for _ in 0..<40 {
                if case .nothing(let until) = order {
                    guard let until else { return }
                    now = until
                    order = take(.tick)
                } else {
                    order = try carry(order)
                }
            }
            Issue.record("still not done: \(order)")
        }
    }

    @Test func reportsArriveOnceThroughOutageAndPoison() throws {
        let server = try CollectorDouble(in: bench, tls: true)
        let authorities = try #require(server.certificate)
        var round = Round(
            to: server.address + "/unprocessable/3", trusting: authorities, Array(1...9))
        try server.behave("busy/5")
        let waiting = try round.carry(try round.begin())
        guard case .nothing(let until?) = waiting else {
            Issue.record("\(waiting)")
            return
        }
        #expect(until >= 5_000 && round.settled.isEmpty)
        try server.behave("unprocessable/3")
        try round.run(from: waiting)
        #expect(round.settled.count == 9)
        #expect(round.settled[3] == .setAside("answered 422: poison"))
        #expect(round.changes == [.unreachable, .reachable])
        let stored = server.text(of: "stored").split(separator: "\n").map {
            $0.split(separator: " ")[1]
        }
        #expect(stored.sorted() == ["1", "2", "4", "5", "6", "7", "8", "9"])
    }

    /// The common section travels once, and again when the collector has lost its memory.
    @Test func aSectionTravelsOnceUnlessItIsWantedAgain() throws {
        let server = try CollectorDouble(in: bench, tls: true)
        let authorities = try #require(server.certificate)
        var round = Round(to: server.address + "/collect", trusting: authorities, [1, 2])
        try round.run(from: try round.begin())
        #expect(server.text(of: "counts") == "2 3 0\n", "two of their own, one in common")
        round.waiting = [3]
        try round.run(from: try round.begin())
        #expect(server.text(of: "counts").hasSuffix("\n1 1 0\n"))
        try server.behave("forgetful")
        round.waiting = [4]
        try round.run(from: try round.begin())
        #expect(server.text(of: "counts").hasSuffix("\n1 1 0\n1 1 0\n1 2 0\n"))
        #expect(round.settled.count == 4 && round.settled.values.allSatisfy { $0 == .acknowledged })
    }

    @Test func whatWasLostHereIsSaidToBeLost() throws {
        let server = try CollectorDouble(in: bench)
        var delivery = Delivery()
        let fits = try delivery.add(
            body: SampleReport.body(1), known: KnownSections(), section: { _ in Array("x".utf8) })
        #expect(fits)
        let order = DeliveryOrder(to: try PushTarget(server.address + "/collect"), version: "0")
        let outcome = DeliveryChild(program: Launch.program("muster"))
            .carry(delivery.bytes, as: order)
        guard case .answered(200, _, let bytes) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try DeliveryAnswer(reading: bytes).receipts.values.first == .stored)
        #expect(server.text(of: "counts") == "1 0 2\n")
    }
}
