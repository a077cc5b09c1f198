import Luck
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// The course of standings is what was kept, step by step.
@Suite struct TrendTests {
    private let bench: CollectorBench
    private static let anHour: Int64 = 3_600_000
    /// 2026-11-27 was a Friday.
    private static let start = CollectorBench.start

    init() throws { bench = try CollectorBench() }

    private func row(
        _ site: SiteRow, _ standing: Standing, ready: Int64, unfit: Int64
    ) -> StandingRow {
        var counts = StandingRow.Counts()
        (counts.ready, counts.unfit) = (ready, unfit)
        (counts.coresReady, counts.cores) = (ready * 8, (ready + unfit) * 8)
        return StandingRow(
            site: site.id, name: site.name, trust: site.trust, profile: "p",
            standing: standing.rawValue, since: bench.now, counts: counts,
            document: Array("{}".utf8))
    }

    private func sites(_ names: [String]) async throws -> [SiteRow] {
        let text = "format: muster-sites/1\nsites:\n" + names.map { "  - name: \($0)\n" }.joined()
        let keeper = RegistryKeeper(bench.store)
        let looked = try await keeper.look(at: Array(text.utf8), from: "s.yaml", bench.now)
        try await keeper.keep(looked, by: "test", bench.now)
        return try await bench.store.sites()
    }

    private func trend(
        _ step: Trend.Step, hours: Int64, of sites: [SiteRow]
    ) async throws -> Trend {
        try await TrendMaker(bench.store).trend(
            under: "p", of: Set(sites.map(\.id)), by: step,
            from: bench.now / Self.anHour - hours + 1, through: bench.now)
    }

    @Test func stepsEndWhereDaysAndWeeksDo() {
        let friday = Self.start / Self.anHour
        #expect(friday % 24 == 0)
        #expect(Trend.Step.hour.end(of: friday) == friday)
        #expect(Trend.Step.day.end(of: friday) == friday + 23)
        #expect(Trend.Step.day.end(of: friday + 23) == friday + 23)
        // To the end of Sunday; Monday is another week.
        #expect(Trend.Step.week.end(of: friday) == friday + 71)
        #expect(Trend.Step.week.end(of: friday + 71) == friday + 71)
        #expect(Trend.Step.week.end(of: friday + 72) == friday + 72 + 7 * 24 - 1)
        #expect(Trend.Step(telling: 24) == .hour && Trend.Step(telling: 9 * 24) == .day)
        #expect(Trend.Step(telling: 365 * 24) == .week)
    }

    @Test func nothingIsToldOfBeforeAnybodyKnew() async throws {
        let sites = try await sites(["A"])
        #expect(try await trend(.day, hours: 240, of: sites).points.isEmpty)
        bench.wait(seconds: 3 * 86_400 + 60)
        try await bench.store.keep([row(sites[0], .ready, ready: 3, unfit: 1)], at: bench.now)
        bench.wait(seconds: 2 * 86_400)
        let points = try await trend(.day, hours: 240, of: sites).points
        #expect(points.map(\.ready) == [1, 1, 1])
        #expect(points.map(\.at).last == bench.now / 1000, "a day that is not over ends now")
        #expect(points.map(\.nodes) == [4, 4, 4] && points.map(\.coresReady) == [24, 24, 24])
        #expect(try await trend(.day, hours: 240, of: []).points.isEmpty)
    }

    /// Changes at random over many parts of a trend, against a model that remembers all.
    @Test(arguments: 1...8)
    func itIsWhatWasKept(_ seed: Int) async throws {
        var luck = SeededNumbers(seed)
        let sites = try await sites(["A", "B", "C"])
        var known: [Int64: [(hour: Int64, row: StandingRow)]] = [:]
        for _ in 0..<60 {
            bench.wait(seconds: Int64.random(in: 60...30_000, using: &luck))
            let site = sites.randomElement(using: &luck) ?? sites[0]
            let row = row(
                site, Standing.allCases.randomElement(using: &luck) ?? .ready,
                ready: Int64.random(in: 0...9, using: &luck),
                unfit: Int64.random(in: 0...9, using: &luck))
            try await bench.store.keep([row], at: bench.now)
            known[site.id, default: []].append((bench.now / Self.anHour, row))
        }
        for step in Trend.Step.allCases {
            for hours in [3, 100, 500, 900] as [Int64] {
                let trend = try await trend(step, hours: hours, of: sites)
                for point in trend.points {
                    let hour = (point.at * 1000 - 1) / Self.anHour
                    let rows = known.values.compactMap { $0.last { $0.hour <= hour }?.row }
                    #expect(point.sites == Int64(rows.count))
                    #expect(point.ready == Int64(rows.count { $0.standing == "ready" }))
                    #expect(point.inDowntime == Int64(rows.count { $0.standing == "in-downtime" }))
                    #expect(point.nodes == rows.reduce(0) { $0 + $1.counts.nodes })
                    #expect(point.coresReady == rows.reduce(0) { $0 + $1.counts.coresReady })
                }
                let ends = trend.points.map(\.at)
                #expect(zip(ends, ends.dropFirst()).allSatisfy { $1 - $0 <= step.hours * 3600 })
                #expect(ends.last == bench.now / 1000)
            }
        }
    }
}
