import MusterModel
import Testing

@testable import MusterAgent

/// A courier before a collector that behaves by chance, and a spool that grows.
@Suite struct CourierPropertyTests {
    /// A collector that sometimes does what it should, and remembers what it did.
    private struct Collector {
        var kept: [ReportKey: Int] = [:]
        var known: Set<Digest> = []
        let poison: Set<Int64>
        var chance: Chance

        /// Keeps a report, or says that it has it.
        mutating func receipt(for key: ReportKey, _ named: Set<Digest>, _ sent: Set<Digest>)
            -> Receipt?
        {
            known.formUnion(sent)
            if Int.random(in: 0..<30, using: &chance) == 0 { known = [] }
            if kept[key] != nil { return .known }
            let missing = named.subtracting(known)
            if !missing.isEmpty { return .wants(missing.sorted()) }
            kept[key, default: 0] += 1
            return .stored
        }
    }

    private static func named(by key: ReportKey) -> Set<Digest> {
        [Digest(of: [1]), Digest(of: [UInt8(key.sequence / 10 & 255)])]
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func everyReportIsOnceForAllAcknowledgedOrSetAside(seed: UInt64) {
        var dice = Chance.seeded(seed)
        let poison = Set((0..<3).map { _ in Int64.random(in: 1...120, using: &dice) })
        var collector = Collector(poison: poison, chance: .seeded(seed &* 7))
        var bench = CourierBench(
            CourierSettings(urls: CourierBench.urls, bytesAtMost: 8_000, reportsAtMost: 8),
            chance: .seeded(seed &* 13))
        var produced: Int64 = 0
        var steps = 0
        while produced < 120 || bench.settled.count < 120, steps < 20_000 {
            steps += 1
            if produced < 120, Int.random(in: 0..<4, using: &dice) == 0 {
                produced += 1
                spool(produced, into: &bench)
            }
            if bench.ordered.isEmpty {
                bench.now += 1_000
                bench.wait()
            } else {
                Self.step(&bench, &collector, &dice)
            }
        }
        #expect(bench.settled.count == 120, "\(steps) steps")
        for (key, outcome) in bench.settled {
            let isKept = collector.kept[key] != nil
            #expect(collector.kept[key, default: 0] <= 1, "\(key) was counted twice")
            if outcome == .acknowledged { #expect(isKept, "\(key) was acknowledged and not kept") }
            if !isKept, !poison.contains(key.sequence) {
                #expect(outcome != .acknowledged)
            }
        }
        let innocent = bench.settled.filter { !poison.contains($0.key.sequence) }
        let taken = innocent.values.count { $0 == .acknowledged }
        #expect(taken >= innocent.count - 6, "\(innocent.count - taken) innocent ones set aside")
    }

    private func spool(_ produced: Int64, into bench: inout CourierBench) {
        let open = (1...produced).filter { bench.settled[CourierBench.key($0)] == nil }
        let entries = open.shuffled(using: &bench.chance).map {
            CourierBench.entry(
                $0, bytes: Int($0 * 37 % 3_000), isNewest: $0 == produced)
        }
        bench.take(.spool(entries))
    }

    /// One delivery meets its fate.
    private static func step(
        _ bench: inout CourierBench, _ collector: inout Collector, _ dice: inout Chance
    ) {
        let (number, keys, known) = (bench.number, bench.ordered.map(CourierBench.key), bench.known)
        switch Int.random(in: 0..<12, using: &dice) {
        case 0: bench.fail(CourierBench.noConnection)
        case 1: bench.fail(.status(503, ""), pause: Int64.random(in: 0...9_999, using: &dice))
        case 2: bench.fail(.unreadable("html"))
        case 3 where keys.count > 1: bench.fail(.status(413, ""))
        case 4:
            // Kept, and the answer is lost on its way.
            for key in keys where !collector.poison.contains(key.sequence) {
                _ = collector.receipt(for: key, named(by: key), named(by: key))
            }
            bench.fail(.carriage(.timeout, ""))
        default:
            if keys.contains(where: { collector.poison.contains($0.sequence) }) {
                bench.fail(.status(422, "poison"))
                return
            }
            let forgets = Int.random(in: 0..<20, using: &dice) == 0
            var receipts: [ReportKey: Receipt] = [:]
            for key in keys {
                let sent = named(by: key).filter { !known.contains($0) }
                let receipt = collector.receipt(for: key, named(by: key), sent)
                receipts[key] = forgets && key == keys.last ? nil : receipt
            }
            bench.take(
                .answered(
                    number, DeliveryAnswer(receipts),
                    for: keys.map { Parcel(key: $0, named: named(by: $0)) }, pause: nil))
        }
    }
}
