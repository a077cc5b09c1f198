import MusterModel
import Testing

@testable import MusterAgent

/// When a node is drained and when no longer, look by look.
struct DrainTests {
    static let digest = Digest(of: Array("atlas".utf8))
    static let other = Digest(of: Array("another atlas".utf8))

    /// A drain under rules, and a clock that goes on by an hour a look.
    struct Story {
        var drain = Drain()
        var rules: DrainRules
        var now: Int64 = 1_795_539_600

        init(_ signs: Set<DrainRules.Sign> = [.unfit], settle: Int = 2) {
            rules = DrainRules(pins: [.init("atlas", digest, on: signs, settle: settle)])
        }

        mutating func look(
            _ verdict: Verdict, isHung: Bool = false, isPartial: Bool = false,
            isWhole: Bool = true, cause: String = "cvmfs.cache", digest: Digest = DrainTests.digest,
            after seconds: Int64 = 3600
        ) -> [DrainChange] {
            now += seconds
            let sight = DrainLook.Sight(
                "atlas", digest, verdict, isHung: isHung, isPartial: isPartial, cause: cause)
            return drain.take(DrainLook(at: now, isWhole: isWhole, [sight]), under: rules)
        }

        /// Drained by two looks.
        static var drained: Story {
            var story = Story()
            _ = story.look(.unfit) + story.look(.unfit)
            return story
        }
    }

    private static let reason = "muster: atlas unfit: cvmfs.cache"

    @Test func oneLookIsNotEnough() {
        var story = Story()
        #expect(story.look(.unfit) == [] && story.drain.state == .keep)
        #expect(story.look(.unfit) == [.drained(profile: "atlas", reason: Self.reason)])
        #expect(story.drain.state == .drain && story.drain.holders == ["atlas"])
        #expect(story.look(.unfit) == [], "it is told once")
    }

    @Test(arguments: [1, 2, 5, 24]) func asManyLooksAsAskedHaveToAgree(settle: Int) {
        var story = Story(settle: settle)
        for count in 1...settle { #expect(story.look(.unfit).isEmpty == (count < settle)) }
        for count in 1...settle { #expect(story.look(.ready).isEmpty == (count < settle)) }
        #expect(story.drain.state == .released)
    }

    @Test(arguments: [Verdict.ready, .degraded, .undetermined])
    func aLookInBetweenMakesThoseBeforeVain(verdict: Verdict) {
        var story = Story()
        #expect(story.look(.unfit) + story.look(verdict) + story.look(.unfit) == [])
        #expect(story.drain.state == .keep)
    }

    /// Of a cvmfs reload several files tell, and all looks see the same moment.
    @Test func looksThatFollowAtOnceCountOnce() {
        var story = Story()
        #expect(story.look(.unfit) == [])
        for _ in 0..<5 { #expect(story.look(.unfit, after: 10) == []) }
        #expect(!story.look(.unfit, after: 60).isEmpty)
    }

    @Test func aClockThatIsSetBackStopsNothing() {
        var story = Story()
        #expect(story.look(.unfit) == [])
        #expect(!story.look(.unfit, after: -86_400 * 365).isEmpty)
    }

    @Test func looksAtAPartAreNone() {
        var story = Story(settle: 1)
        #expect(story.look(.unfit, isWhole: false) == [] && story.drain == Drain())
        var drained = Story.drained
        let before = drained.drain
        for _ in 0..<3 { #expect(drained.look(.ready, isWhole: false) == []) }
        #expect(drained.drain == before)
    }

    /// Nobody knows, so nothing begins and nothing ends.
    @Test(arguments: [
        (Verdict.undetermined, false, false), (.undetermined, true, false),
        (.unfit, false, true), (.ready, false, true),
    ])
    func whatNobodyKnowsChangesNothing(verdict: Verdict, isHung: Bool, isPartial: Bool) {
        for var story in [Story(), .drained] {
            let before = story.drain.state
            for _ in 0..<5 {
                #expect(story.look(verdict, isHung: isHung, isPartial: isPartial) == [])
            }
            #expect(story.drain.state == before)
        }
    }

    @Test(arguments: [
        (DrainRules.Sign.hung, Verdict.undetermined, true, true),
        (.hung, .undetermined, false, false), (.hung, .unfit, true, false),
        (.undetermined, .undetermined, false, true), (.undetermined, .undetermined, true, true),
        (.undetermined, .unfit, false, false), (.degraded, .degraded, false, true),
        (.unfit, .degraded, false, false), (.unfit, .unfit, false, true),
    ])
    func onlyWhatIsAskedForDrains(
        sign: DrainRules.Sign, verdict: Verdict, isHung: Bool, drains: Bool
    ) {
        var story = Story([sign], settle: 1)
        #expect(story.look(verdict, isHung: isHung).isEmpty != drains)
    }

    /// A node that is unfit is not given back because only hung ones were to be drained.
    @Test func whatIsBadInAnotherWayEndsNoDrain() {
        var story = Story([.hung], settle: 1)
        _ = story.look(.undetermined, isHung: true)
        for verdict in [Verdict.unfit, .undetermined] { #expect(story.look(verdict) == []) }
        #expect(story.drain.state == .drain)
        #expect(!story.look(.degraded).isEmpty)
    }

    @Test func theReasonStaysAsLongAsTheDrain() {
        var story = Story.drained
        #expect(story.look(.unfit, cause: "kernel.release") == [])
        #expect(story.drain.reason == Self.reason)
        _ = story.look(.ready) + story.look(.ready)
        #expect(story.drain.state == .released && story.drain.reason == Self.reason)
        _ = story.look(.unfit, cause: "kernel.release")
        let again = story.look(.unfit, cause: "kernel.release")
        #expect(
            again == [.drained(profile: "atlas", reason: "muster: atlas unfit: kernel.release")])
    }

    @Test func theReasonIsOneShortHarmlessLine() {
        var story = Story(settle: 1)
        _ = story.look(.unfit, cause: "a\"b'c`d\\e|f\ng\u{1B}" + String(repeating: "x", count: 500))
        #expect(story.drain.reason.hasPrefix("muster: atlas unfit: abcdef g\u{FFFD}xx"))
        #expect(story.drain.reason.count == Drain.reasonAtMost)
    }

    @Test func severalProfilesHoldOneDrain() throws {
        let cms = Digest(of: Array("cms".utf8))
        let rules = DrainRules(pins: [
            .init("atlas", Self.digest, settle: 1), .init("cms", cms, settle: 1),
        ])
        var drain = Drain()
        func look(_ now: Int64, _ atlas: Verdict, _ cmss: Verdict) -> [DrainChange] {
            drain.take(
                DrainLook(
                    at: now, [.init("atlas", Self.digest, atlas), .init("cms", cms, cmss)]),
                under: rules)
        }
        #expect(look(0, .unfit, .ready).count == 1)
        #expect(look(3600, .unfit, .unfit).count == 1)
        #expect(drain.reason == "muster: atlas unfit" && drain.holders == ["atlas", "cms"])
        let first = look(7200, .ready, .unfit)
        #expect(first == [.released(profile: "atlas", reason: drain.reason, others: ["cms"])])
        #expect(drain.state == .drain)
        #expect(look(10_800, .ready, .ready).count == 1)
        #expect(drain.state == .released)
    }
}
