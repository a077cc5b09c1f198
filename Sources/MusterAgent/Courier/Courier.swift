public import MusterModel

/// Decides what is sent where and when, and what an answer comes to. No clock, no
/// socket, no file: events and the moment go in, a ``Step`` comes out.
///
/// Moments are milliseconds of a clock that never steps back. What the spool holds is
/// told anew whenever it changes; reports that are ``underway`` must stay in it until
/// they are settled, or a report could be both received and declared as a gap.
public struct Courier: Hashable, Sendable {
    /// What is known of the way to the collectors.
    public private(set) var state = CourierState.untried
    /// The reports of the delivery that was ordered and has not been heard of.
    public var underway: [ReportKey] { flight?.keys ?? [] }
    /// Sections that the collector has confirmed, as far as is remembered.
    public private(set) var known = KnownSections()

    private var settings: CourierSettings
    private var queue = CourierQueue()
    private var roads: [CourierRoad]
    private var flight: Flight?
    private var number: Int64 = 0
    /// At most so many reports go at once; halved where a batch was too much.
    private var portion: Int
    /// Lone reports that a status turned away since the last one that was kept.
    private var strikes = 0

    /// A delivery that was ordered.
    private struct Flight: Hashable, Sendable {
        let number: Int64
        let road: Int
        let keys: [ReportKey]
    }

    /// Statuses are believed about single reports this many times in a row; after that
    /// every further one also costs a wait, lest a server that is no collector empties
    /// the spool at once.
    static let strikesAtMost = 3

    /// A courier that has tried nothing yet.
    public init(_ settings: CourierSettings) {
        self.settings = settings
        roads = settings.urls.map { _ in CourierRoad() }
        portion = settings.reportsAtMost
    }

    /// Takes an event and says what is to be done.
    ///
    /// - Parameter random: for the length of waits.
    public mutating func take(
        _ event: CourierEvent, at now: Int64, using random: inout some RandomNumberGenerator
    ) -> CourierStep {
        let before = state
        var settled: [CourierStep.Settlement] = []
        switch event {
        case .tick: break
        case .spool(let entries): queue.replace(with: entries)
        case .configuration(let settings): reconfigure(settings)
        case .answered(let number, let answer, let parcels, let pause):
            if let flight = landed(number) {
                settled = answered(
                    answer, parcels, at: now, from: flight.road, pause: pause, using: &random)
            }
        case .failed(let number, let failure, let pause):
            if let flight = landed(number) {
                settled = failed(failure, flight, at: now, pause: pause, using: &random)
            }
        case .unsendable(let number, let reasons):
            settled = withdraw(reasons, from: number)
        }
        for settlement in settled { queue.remove(settlement.key) }
        let change = before.kind == state.kind ? nil : CourierStep.Change(from: before, to: state)
        return CourierStep(order: order(at: now), settled: settled, change: change)
    }

    private mutating func reconfigure(_ settings: CourierSettings) {
        if settings.urls != self.settings.urls {
            roads = settings.urls.map { _ in CourierRoad() }
            known = KnownSections()
            state = .untried
            // A late answer of a collector that is configured no more is not heard.
            flight = nil
        }
        self.settings = settings
        portion = settings.reportsAtMost
    }

    /// The flight of this number, which is none any more; nil where it was given up.
    private mutating func landed(_ number: Int64) -> Flight? {
        guard let flight, flight.number == number else { return nil }
        self.flight = nil
        return flight
    }

    /// Sets aside what the spool could not give; nothing is left of a flight of those
    /// alone.
    private mutating func withdraw(
        _ reasons: [ReportKey: String], from number: Int64
    ) -> [CourierStep.Settlement] {
        guard let flight = landed(number) else { return [] }
        let rest = flight.keys.filter { reasons[$0] == nil }
        if !rest.isEmpty { self.flight = Flight(number: number, road: flight.road, keys: rest) }
        return flight.keys.compactMap { key in
            reasons[key].map { .init(key: key, outcome: .setAside($0)) }
        }
    }

    private mutating func answered(
        _ answer: DeliveryAnswer, _ parcels: [Parcel], at now: Int64, from road: Int,
        pause: Int64?, using random: inout some RandomNumberGenerator
    ) -> [CourierStep.Settlement] {
        guard parcels.contains(where: { answer.receipts[$0.key] != nil }) else {
            fail(road, .unpromised, at: now, pause: pause, using: &random)
            return []
        }
        roads[road].recover()
        if let pause { roads[road].hold(for: capped(pause), at: now) }
        portion = min(settings.reportsAtMost, portion * 2)
        state = .reachable
        var settled: [CourierStep.Settlement] = []
        for parcel in parcels {
            guard let outcome = settle(parcel, by: answer.receipts[parcel.key]) else { continue }
            settled.append(.init(key: parcel.key, outcome: outcome))
        }
        return settled
    }

    /// What a receipt, or none, means for a report; nil where it is sent again.
    private mutating func settle(
        _ parcel: Parcel, by receipt: Receipt?
    ) -> CourierStep.Outcome? {
        switch receipt {
        case .stored, .known:
            known.add(parcel.named)
            strikes = 0
            return .acknowledged
        case .refused(let reason): return .setAside("refused: \(reason)")
        case .wants(let digests):
            known.remove(digests)
            return queue.putOff(parcel.key)
                ? nil : .setAside("wanted again and again with more sections")
        case nil:
            return queue.putOff(parcel.key) ? nil : .setAside("never named in an answer")
        }
    }

    private mutating func failed(
        _ failure: CourierFailure, _ flight: Flight, at now: Int64, pause: Int64?,
        using random: inout some RandomNumberGenerator
    ) -> [CourierStep.Settlement] {
        guard failure.isAboutReports else {
            fail(flight.road, failure, at: now, pause: pause, using: &random)
            return []
        }
        guard flight.keys.count == 1, let key = flight.keys.first else {
            portion = max(1, flight.keys.count / 2)
            if let pause { roads[flight.road].hold(for: capped(pause), at: now) }
            return []
        }
        strikes += 1
        if strikes > Self.strikesAtMost {
            fail(flight.road, failure, at: now, pause: pause, using: &random)
        }
        return [.init(key: key, outcome: .setAside(failure.description))]
    }

    /// Remembers that a road failed, and that all have where they did.
    private mutating func fail(
        _ road: Int, _ failure: CourierFailure, at now: Int64, pause: Int64?,
        using random: inout some RandomNumberGenerator
    ) {
        roads[road].fail(at: now, settings, pause: pause.map(capped), using: &random)
        guard roads.allSatisfy(\.isFailing) else { return }
        state = state.failing(by: failure, at: settings.urls[road], since: now)
    }

    private func capped(_ pause: Int64) -> Int64 {
        min(max(0, pause), settings.retryAfterAtMost)
    }

    /// What is to be done now.
    private mutating func order(at now: Int64) -> CourierOrder {
        guard flight == nil, !roads.isEmpty, !queue.isEmpty else { return .nothing(until: nil) }
        guard let road = roads.firstIndex(where: { $0.isOpen(at: now) }) else {
            return .nothing(until: roads.map(\.closedUntil).min())
        }
        let keys = queue.batch(ofAtMost: portion, bytes: settings.bytesAtMost)
        number += 1
        flight = Flight(number: number, road: road, keys: keys)
        return .deliver(number: number, keys, known: known, to: settings.urls[road])
    }
}
