import MusterModel
import Testing

@testable import MusterAgent

/// A courier with a clock, a chance and a spool of a test's own.
struct CourierBench {
    static let incarnation = "00112233445566778899aabbccddeeff"
    static let urls = ["https://a.example.org/", "https://b.example.org/"]

    var courier: Courier
    var now: Int64 = 1_000_000
    var chance: Chance
    private(set) var changes: [CourierStep.Change] = []
    private(set) var settled: [ReportKey: CourierStep.Outcome] = [:]
    private(set) var order = CourierOrder.nothing(until: nil)
    /// The delivery that is underway.
    private var flight: CourierOrder?

    init(_ settings: CourierSettings = .init(urls: [urls[0]]), chance: Chance = .most) {
        courier = Courier(settings)
        self.chance = chance
    }

    static func key(_ sequence: Int64) -> ReportKey {
        guard
            let id = ReportID(
                site: nil, node: "wn1", incarnation: incarnation, sequence: sequence)
        else { preconditionFailure("a sequence of a test is above 0") }
        return ReportKey(id)
    }

    static func entry(
        _ sequence: Int64, bytes: Int = 1_000, isNewest: Bool = false
    ) -> CourierEntry {
        CourierEntry(key: key(sequence), bytes: bytes, isNewestState: isNewest)
    }

    @discardableResult
    mutating func take(_ event: CourierEvent) -> CourierOrder {
        let step = courier.take(event, at: now, using: &chance)
        changes += [step.change].compactMap(\.self)
        for settlement in step.settled {
            let before = settled.updateValue(settlement.outcome, forKey: settlement.key)
            #expect(before == nil, "\(settlement.key) was settled twice")
        }
        order = step.order
        if case .deliver = order { flight = order }
        if courier.underway.isEmpty { flight = nil }
        return step.order
    }

    /// The spool holds these, the last of them the newest state.
    @discardableResult
    mutating func spool(_ sequences: ClosedRange<Int64>, bytes: Int = 1_000) -> CourierOrder {
        take(
            .spool(
                sequences.map {
                    Self.entry($0, bytes: bytes, isNewest: $0 == sequences.upperBound)
                }))
    }

    /// The sequences of the delivery that is ordered; none where nothing is.
    var ordered: [Int64] {
        if case .deliver(_, let keys, _, _) = flight { keys.map(\.sequence) } else { [] }
    }

    /// What the courier said to know when it ordered the delivery.
    var known: KnownSections {
        if case .deliver(_, _, let known, _) = flight { known } else { KnownSections() }
    }

    /// Where it goes; nil where nothing is ordered.
    var url: String? { if case .deliver(_, _, _, let url) = flight { url } else { nil } }

    /// Until when nothing is to be done.
    var rest: Int64? { if case .nothing(let until) = order { until } else { nil } }

    var number: Int64 { if case .deliver(let number, _, _, _) = flight { number } else { -1 } }

    /// Answers the delivery that is ordered, a receipt each.
    @discardableResult
    mutating func answer(
        pause: Int64? = nil, naming: Set<Digest> = [], _ receipt: (Int64) -> Receipt?
    ) -> CourierOrder {
        let keys = ordered.map(Self.key)
        let pairs = keys.compactMap { key in receipt(key.sequence).map { (key, $0) } }
        return take(
            .answered(
                number, DeliveryAnswer(Dictionary(uniqueKeysWithValues: pairs)),
                for: keys.map { Parcel(key: $0, named: naming) }, pause: pause))
    }

    @discardableResult
    mutating func fail(_ failure: CourierFailure, pause: Int64? = nil) -> CourierOrder {
        take(.failed(number, failure, pause: pause))
    }

    /// Time passes until the courier wants to be asked again.
    mutating func wait() {
        if let rest { now = max(now, rest) }
        take(.tick)
    }

    static let noConnection = CourierFailure.carriage(.connect, "Connection refused")
}

/// Chance that a test can foretell.
enum Chance: RandomNumberGenerator, Sendable {
    /// Always the lowest, always the highest, or a sequence from a seed.
    case least, most
    case seeded(UInt64)

    mutating func next() -> UInt64 {
        switch self {
        // Not 0: of that, the standard library draws again without end.
        case .least: return 1
        case .most: return .max
        case .seeded(let state):
            // SplitMix64 (Steele, Lea, Flood 2014).
            let next = state &+ 0x9E37_79B9_7F4A_7C15
            self = .seeded(next)
            var mixed = (next ^ (next >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
