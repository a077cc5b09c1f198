import Luck
import MusterModel
import Testing

/// How nodes make a site.
struct SiteStandingTests {
    private typealias Group = SiteStanding.Group

    private func standing(
        ready: Int64 = 0, unfit: Int64 = 0, undetermined: Int64 = 0, stale: Int64 = 0,
        silent: Int64 = 0, clones: Int64 = 0, tier: Int? = 2, expected: Int64? = nil,
        downtime: Bool = false
    ) -> SiteStanding {
        var site = SiteStanding.Site()
        (site.tier, site.expected, site.isInDowntime) = (tier, expected, downtime)
        return SiteStanding(
            of: [
                Group(.ready, .fresh, nodes: ready, cores: ready * 8),
                Group(.unfit, .fresh, nodes: unfit, cores: unfit * 8),
                Group(.undetermined, .fresh, nodes: undetermined),
                Group(.ready, .stale, nodes: stale), Group(.ready, .silent, nodes: silent),
                Group(.ready, .fresh, isCloned: true, nodes: clones),
            ], at: site, by: .usual)
    }

    @Test(arguments: [
        (90, 10, 2, Standing.ready), (100, 0, 2, .ready), (899, 101, 2, .partial),
        (80, 20, 2, .partial), (799, 201, 2, .notReady), (0, 5, 2, .notReady),
        // Centres have no middle.
        (90, 10, 1, .ready), (899, 101, 1, .notReady), (899, 101, 0, .notReady),
    ])
    func sharesDecide(ready: Int64, unfit: Int64, tier: Int, expected: Standing) {
        #expect(standing(ready: ready, unfit: unfit, tier: tier).standing == expected)
    }

    @Test(arguments: [
        (10, 0, 0, 0, Standing.ready), (0, 10, 0, 0, .ready), (0, 0, 10, 0, .ready),
        (0, 0, 0, 10, .ready), (11, 0, 0, 0, .unknown), (0, 11, 0, 0, .unknown),
        (0, 0, 11, 0, .unknown), (0, 0, 0, 11, .unknown),
    ])
    func moreUnknownThanKnownIsUnknown(
        undetermined: Int64, stale: Int64, silent: Int64, clones: Int64, expected: Standing
    ) {
        let found = standing(
            ready: 10, undetermined: undetermined, stale: stale, silent: silent, clones: clones)
        #expect(found.standing == expected)
    }

    @Test func aSilentNodeIsNeverReady() {
        #expect(standing(silent: 5).ready == 0)
        #expect(standing(silent: 5).standing == .unknown)
        #expect(standing(ready: 1, silent: 5).standing == .unknown)
    }

    @Test func declaredNodesThatNeverReportedAreUnknown() {
        #expect(standing(ready: 10, expected: 20).standing == .ready)
        #expect(standing(ready: 10, expected: 21).standing == .unknown)
        #expect(standing(ready: 10, expected: 21).missing == 11)
        #expect(standing(ready: 10, expected: 5).missing == 0)
        #expect(standing(ready: 10).missing == nil)
    }

    @Test func aDowntimeExcusesAndNeverPraises() {
        #expect(standing(unfit: 5, downtime: true).standing == .inDowntime)
        #expect(standing(silent: 5, downtime: true).standing == .inDowntime)
        #expect(standing(ready: 5, downtime: true).standing == .ready)
        #expect(standing(ready: 85, unfit: 15, downtime: true).standing == .partial)
    }

    @Test func noNodeIsUnknownAndSaysSo() {
        let found = SiteStanding(of: [], at: SiteStanding.Site(), by: .usual)
        #expect(found.standing == .unknown)
        #expect(found.reason == "no node has reported")
    }

    @Test func degradedNodesRunPayloads() {
        let found = SiteStanding(
            of: [Group(.degraded, .fresh, nodes: 7, cores: 56)], at: SiteStanding.Site(),
            by: .usual)
        #expect(found.standing == .ready)
        #expect((found.ready, found.degraded, found.coresReady) == (7, 7, 56))
    }

    @Test func reasonsNameTheNumbers() {
        #expect(
            standing(ready: 7, unfit: 3).reason
                == "7 of 10 known nodes are ready, needed 80 % at least")
        #expect(
            standing(ready: 85, unfit: 15).reason == "85 of 100 known nodes are ready, needed 90 %")
        #expect(standing(ready: 1, silent: 3).reason == "of 4 nodes 3 are unknown")
    }

    /// Better to worse; unknown and in-downtime are no step of it.
    private static let order: [Standing] = [.ready, .partial, .notReady]

    /// One more ready node never makes a site worse; one more that is unfit never better.
    @Test func nodesMoveASiteTheirOwnWay() {
        for seed in 0..<500 {
            var luck = SeededNumbers(seed)
            let (ready, unfit) = (
                Int64.random(in: 0...40, using: &luck), Int64.random(in: 0...40, using: &luck)
            )
            let tier = Int.random(in: 0...3, using: &luck)
            func place(_ ready: Int64, _ unfit: Int64) -> Int? {
                Self.order.firstIndex(
                    of: standing(ready: ready, unfit: unfit, tier: tier).standing)
            }
            guard let now = place(ready, unfit) else { continue }
            #expect(place(ready + 1, unfit).map { $0 <= now } ?? false, "seed \(seed)")
            #expect(place(ready, unfit + 1).map { $0 >= now } ?? false, "seed \(seed)")
        }
    }

    /// Nothing that is unknown makes a site ready, and none of it counts.
    @Test func unknownNodesNeverTurnASiteReady() {
        for seed in 0..<500 {
            var luck = SeededNumbers(seed)
            func some() -> Int64 { .random(in: 0...20, using: &luck) }
            let (ready, unfit) = (some(), some())
            let alone = standing(ready: ready, unfit: unfit).standing
            let among = standing(
                ready: ready, unfit: unfit, undetermined: some(), stale: some(),
                silent: some(), clones: some()
            ).standing
            #expect(among == alone || among == .unknown, "seed \(seed): \(alone) \(among)")
        }
    }

    @Test(arguments: [
        (0 as Int64, Freshness.fresh), (9_000, .fresh), (9_001, .stale), (86_400, .stale),
        (86_401, .silent), (31_536_000, .silent),
    ])
    func ageIsFreshness(seconds: Int64, expected: Freshness) {
        #expect(StandingRules.usual.freshness(atAge: .seconds(seconds)) == expected)
    }
}
