import Luck
import MusterModel
import Testing

@testable import MusterAgent

/// Nothing is done by a profile that is not the one that was pinned.
struct DrainPinTests {
    typealias Story = DrainTests.Story

    @Test func anotherProfileOfTheNameDrainsNothingAndIsToldOnce() {
        var story = Story(settle: 1)
        let first = story.look(.unfit, digest: DrainTests.other)
        #expect(
            first == [
                .refused(
                    profile: "atlas",
                    why: "its digest is \(DrainTests.other), pinned is \(DrainTests.digest)")
            ])
        for _ in 0..<3 { #expect(story.look(.unfit, digest: DrainTests.other) == []) }
        #expect(story.drain.state == .keep)
    }

    /// An upgrade must not give back a node that nobody would have given back before.
    @Test func whatWasDrainedStaysSoUntilThePinFitsAgain() {
        var story = Story.drained
        #expect(story.look(.ready, digest: DrainTests.other).count == 1)
        for _ in 0..<3 { #expect(story.look(.ready, digest: DrainTests.other) == []) }
        #expect(story.drain.state == .drain)
        #expect(story.look(.ready) == [], "looks under another profile do not count")
        #expect(story.look(.ready).count == 1)
    }

    @Test func looksBeforeAnotherProfileDoNotCount() {
        var story = Story()
        #expect(story.look(.unfit) == [])
        _ = story.look(.unfit, digest: DrainTests.other)
        #expect(story.look(.unfit) == [] && story.drain.state == .keep)
    }

    @Test func aProfileThatIsNotJudgedIsToldOnce() {
        var story = Story(settle: 1)
        story.rules = DrainRules(pins: [.init("cms", DrainTests.digest, settle: 1)])
        #expect(
            story.look(.unfit) == [
                .refused(profile: "cms", why: "it is not among the profiles that are judged")
            ])
        #expect(story.look(.unfit) == [])
    }

    /// Whoever takes the pin away takes the decision away; giving back is then a person's.
    @Test func aPinThatIsTakenAwayEndsNoDrain() {
        var story = Story.drained
        story.rules = DrainRules(pins: [.init("cms", DrainTests.digest)])
        let changes = story.look(.ready)
        #expect(
            changes.contains(
                .refused(
                    profile: "atlas", why: "it is pinned no more; what it drained stays so")))
        #expect(story.drain.state == .keep && story.drain.reason == "")
        story.rules = Story().rules
        for _ in 0..<3 { #expect(story.look(.ready) == []) }
        #expect(story.drain.state == .keep, "it is not known any more who drained")
    }

    @Test func withoutRulesNothingIsRemembered() {
        var story = Story.drained
        story.rules = DrainRules(pins: [])
        #expect(story.look(.ready).count == 1)
        #expect(story.drain == Drain())
        #expect(story.look(.ready) == [])
    }

    @Test func rulesThatDoNotReadChangeNothingAndAreToldOnce() {
        var story = Story.drained
        #expect(story.drain.refuse("bad") == [.refused(profile: nil, why: "bad")])
        #expect(story.drain.refuse("bad") == [] && story.drain.state == .drain)
        #expect(story.drain.refuse("worse").count == 1)
        _ = story.look(.unfit)
        #expect(story.drain.refuse("worse").count == 1, "it read in between")
    }

    /// Whatever happens: what is kept between two looks is all there is, nothing is told
    /// twice, and a drain ends only after enough good looks under the pin.
    @Test(arguments: 0..<200) func aRestartAnywhereNeitherForgetsNorRepeats(seed: Int) throws {
        var chance = SeededNumbers(seed)
        var (whole, cut) = (Story(settle: 1 + seed % 3), Story(settle: 1 + seed % 3))
        var drainsSinceRelease = 0
        var goodInARow = 0
        for _ in 0..<60 {
            let verdict = Verdict.allCases.randomElement(using: &chance) ?? .ready
            let digest =
                UInt8.random(in: 0..<8, using: &chance) == 0
                ? DrainTests.other : DrainTests.digest
            let kept = try #require(
                Drain(
                    json: try JSONReader.value(
                        in: cut.drain.json.canonicalBytes)))
            cut.drain = kept
            let changes = whole.look(verdict, digest: digest)
            #expect(cut.look(verdict, digest: digest) == changes)
            let isGood = digest == DrainTests.digest && [.ready, .degraded].contains(verdict)
            goodInARow = isGood ? goodInARow + 1 : 0
            for change in changes {
                switch change {
                case .drained:
                    drainsSinceRelease += 1
                    #expect(verdict == .unfit && digest == DrainTests.digest)
                case .released:
                    drainsSinceRelease -= 1
                    #expect(goodInARow >= 1 + seed % 3)
                case .refused: #expect(digest == DrainTests.other)
                }
            }
            #expect([0, 1].contains(drainsSinceRelease))
            #expect((whole.drain.state == .drain) == (drainsSinceRelease == 1))
        }
    }

    @Test(arguments: [
        "{}", "[]", #"{"state":"drain","reason":"","profiles":{}}"#,
        #"{"state":"keep","reason":"","profiles":{"a":{"drained":true,"count":1,"counted":1}}}"#,
        #"{"state":"keep","reason":"","profiles":{"a":{"drained":false,"count":-1,"counted":1}}}"#,
        #"{"state":"no","reason":"","profiles":{}}"#,
    ])
    func whatCannotHaveBeenKeptIsNotBelieved(text: String) throws {
        #expect(Drain(json: try JSONReader.value(in: text.utf8)) == nil)
    }

    @Test func memoryKeepsIt() throws {
        var memory = Memory()
        memory.drain = Story.drained.drain
        #expect(try #require(Memory(memory.bytes)).drain == memory.drain)
        #expect(try #require(Memory(Memory().bytes)).drain == Drain())
    }

    @Test func aPersonReadsWhatIsDrainedOrRefused() {
        #expect(Drain().added(to: "atlas READY") == "atlas READY")
        var story = Story.drained
        #expect(story.drain.added(to: "x") == "x; drained for atlas")
        _ = story.look(.ready, digest: DrainTests.other)
        #expect(story.drain.added(to: "x") == "x; drained for atlas; no drain by atlas")
        _ = story.drain.refuse("bad")
        #expect(story.drain.added(to: "x").hasSuffix("; no drain: drain.yaml does not read"))
    }
}
