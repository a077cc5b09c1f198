import MusterModel
import Testing

@testable import MusterAgent

/// When looks are due, by a clock that only the test moves.
struct ScheduleTests {
    private static let start = AgentMoment(1_000_000)
    private static let second: Duration = .seconds(1)

    private static func at(_ seconds: Int64) -> AgentMoment { start + .seconds(seconds) }

    private func schedule(node: UInt64 = 1_234_567) -> Schedule {
        Schedule(.usual, node: node, now: Self.start)
    }

    /// Every look that is made in so many seconds, each ended at once.
    private func looks(
        _ schedule: inout Schedule, until end: Int64, from begin: Int64 = 0
    ) -> [(second: Int64, look: Look)] {
        var made: [(second: Int64, look: Look)] = []
        var now = Self.at(begin)
        while now < Self.at(end) {
            while let order = schedule.next(at: now) {
                made.append(((now - Self.start).milliseconds / 1000, order.look))
                schedule.end(order.look, at: now)
            }
            let wake = schedule.wake(at: now)
            #expect(wake > now, "it would be busy for ever")
            if wake <= now { break }
            now = wake
        }
        return made
    }

    @Test func theFirstFullLookIsDueAtOnce() {
        var schedule = schedule()
        #expect(schedule.next(at: Self.start)?.look == .full)
        #expect(schedule.next(at: Self.start) == nil)
    }

    @Test(arguments: [0, 1, 299_999, 3_599_999, 123_456_789, UInt64.max])
    func aDayHasItsLooks(node: UInt64) {
        var schedule = schedule(node: node)
        let made = looks(&schedule, until: 86_400)
        let counts = Dictionary(grouping: made, by: \.look).mapValues(\.count)
        #expect((24...25).contains(counts[.full] ?? 0))
        #expect((230...288).contains(counts[.brief] ?? 0))
        #expect(counts[.smoke] == 1)
        #expect(counts[.mounts] == nil && counts[.files] == nil)
        // Never longer without any look than two brief periods.
        let facts = made.filter { $0.look != .smoke }.map(\.second)
        #expect(zip(facts, facts.dropFirst()).allSatisfy { $1 - $0 <= 600 })
    }

    @Test func nodesStartedTogetherGoOnApart() {
        let seconds = (0..<1000).map { number -> Int64 in
            var schedule = schedule(node: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
            return looks(&schedule, until: 7300).filter { $0.look == .full }.map(\.second)[1]
        }
        // A tenth of the hour holds about a tenth of the nodes.
        for tenth in 1..<10 {
            let count = seconds.filter { ($0 - 300) / 360 == Int64(tenth) }.count
            #expect((60...140).contains(count), "\(tenth): \(count)")
        }
    }

    @Test func theSameNodeHasTheSamePhase() {
        var (one, other) = (schedule(), schedule())
        #expect(looks(&one, until: 9000).map(\.second) == looks(&other, until: 9000).map(\.second))
    }

    @Test func aChangedMountIsLookedAtWithinTwoSeconds() {
        var schedule = schedule()
        _ = looks(&schedule, until: 60)
        // Mounts that come and go all the time do not put it off.
        for tenth in 0..<20 {
            let now = Self.at(60) + .milliseconds(Int64(tenth) * 100)
            schedule.notice(.mounts, at: now)
            if let order = schedule.next(at: now) {
                #expect(order == Schedule.Order(look: .mounts, changes: [.mounts]))
                #expect(now - Self.at(60) <= .milliseconds(1200))
                return
            }
        }
        Issue.record("two seconds have passed")
    }

    @Test func aStormOfMountsCostsFewLooks() {
        var schedule = schedule()
        _ = looks(&schedule, until: 1000)
        var made = 0
        for second in 1000..<1600 {
            schedule.notice(.mounts, at: Self.at(Int64(second)))
            while let order = schedule.next(at: Self.at(Int64(second))) {
                if order.look == .mounts { made += 1 }
                schedule.end(order.look, at: Self.at(Int64(second)))
            }
        }
        #expect((8...10).contains(made))
        // The last change is not forgotten.
        #expect(looks(&schedule, until: 1800, from: 1600).contains { $0.look == .mounts })
    }

    @Test func changedFilesAreOneFullLook() {
        var schedule = schedule()
        _ = looks(&schedule, until: 400)
        schedule.notice(.files, at: Self.at(400))
        schedule.notice(.mounts, at: Self.at(401))
        #expect(schedule.next(at: Self.at(401)) == nil)
        let order = schedule.next(at: Self.at(403))
        #expect(order == Schedule.Order(look: .files, changes: [.files, .mounts]))
    }

    @Test func nothingRunsTwiceAndSmokeKeepsNobodyWaiting() {
        var schedule = schedule(node: 0)
        let first = schedule.next(at: Self.start)
        let second = schedule.next(at: Self.start)
        #expect(Set([first?.look, second?.look]) == [.full, .smoke])
        #expect(schedule.next(at: Self.at(7200)) == nil)
        schedule.end(.full, at: Self.at(7200))
        #expect(schedule.next(at: Self.at(7200))?.look == .full)
        #expect(schedule.isRunning(.smoke))
    }

    @Test func aNightAsleepIsOneLookAndNoBurst() {
        var schedule = schedule()
        _ = looks(&schedule, until: 4000)
        schedule.notice(.resumed, at: Self.at(40_000))
        let made = looks(&schedule, until: 40_060, from: 40_000)
        #expect(made.map(\.look).filter { $0 != .smoke } == [.full])
    }

    @Test func aLookThatFailedIsMadeAgainSoon() {
        var schedule = schedule()
        #expect(schedule.next(at: Self.start)?.look == .full)
        schedule.end(.full, failed: true, at: Self.at(10))
        #expect(schedule.wake(at: Self.at(10)) <= Self.at(310))
        #expect(schedule.next(at: Self.at(310))?.look == .full)
    }

    @Test func aChangeWhoseLookFailedIsNotForgotten() {
        var schedule = schedule()
        _ = looks(&schedule, until: 400)
        schedule.notice(.mounts, at: Self.at(400))
        #expect(schedule.next(at: Self.at(401))?.look == .mounts)
        schedule.end(.mounts, failed: true, at: Self.at(402))
        #expect(looks(&schedule, until: 800, from: 402).contains { $0.look == .mounts })
    }

    /// What hangs on a kernel's setting, user namespaces above all, is in no brief look.
    @Test func aChangedSettingIsLookedAtAsAWhole() {
        #expect(Change.settings.look.isWhole)
        #expect(Change.files.look.isWhole)
    }
}
