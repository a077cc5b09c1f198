import MusterModel
import Testing

@testable import MusterAgent

/// What root sees for an ordinary user, and when it is asked.
struct RightsTests {
    private static let works = FactCard("overlay.privileged.works", .bool, "Works.")
    private static let loaded = FactCard("overlay.module.loaded", .bool, "Loaded.")

    private func sighting(_ look: Look, _ facts: [Fact]) throws -> Sighting {
        let about = JSONValue.object([
            "format": .string(Sighting.format), "look": .string(look.rawValue),
            "vantage": .object(
                ["place": .string("host"), "user": .integer(990), "sign": .string("test")]),
            "took_milliseconds": .integer(1), "waited_milliseconds": .integer(1),
            "troubles": .array([]),
        ])
        var frames = Frames()
        frames.add("look", about.canonicalBytes)
        frames.add("section", Section(probe: "overlay", facts: facts).bytes)
        frames.add("gauges", JSONValue.array([]).canonicalBytes)
        return try #require(Sighting(frames))
    }

    private func fact(_ card: FactCard, _ reading: Reading) -> Fact {
        Fact(FactKey(card.name), reading, from: "test")
    }

    @Test func rootFillsOnlyWhatWasForbidden() throws {
        let forbidden = Reading.missing(Absence(.forbidden, "mounting needs root"))
        let own = try sighting(
            .full, [fact(Self.works, forbidden), fact(Self.loaded, .value(.bool(false)))])
        let roots = try sighting(
            .rights,
            [fact(Self.works, .value(.bool(true))), fact(Self.loaded, .value(.bool(true)))])
        var memory = Memory()
        memory.take(own, filledBy: roots)
        let facts = try #require(memory.sections["overlay"]).facts
        #expect(facts.first { $0.key.name == Self.works.name }?.reading == .value(.bool(true)))
        #expect(facts.first { $0.key.name == Self.loaded.name }?.reading == .value(.bool(false)))
        memory.take(own)
        let after = try #require(memory.sections["overlay"]).facts
        #expect(after.first { $0.key.name == Self.works.name }?.reading == forbidden)
    }

    @Test func whatIsAbsentIsNotFilled() throws {
        let absent = Reading.missing(Absence(.absent, "no such file"))
        var memory = Memory()
        memory.take(
            try sighting(.full, [fact(Self.works, absent)]),
            filledBy: try sighting(.rights, [fact(Self.works, .value(.bool(true)))]))
        #expect(memory.sections["overlay"]?.facts.first?.reading == absent)
    }

    @Test func rootIsAskedBeforeEachLookThatItIsGoodFor() {
        let start = AgentMoment(1_000)
        var schedule = Schedule(.usual, node: 7, now: start, asksRoot: true)
        #expect(schedule.next(at: start)?.look == .rights)
        #expect(schedule.next(at: start) == nil, "one after the other")
        schedule.end(.rights, at: start)
        #expect(schedule.next(at: start)?.look == .full)
        schedule.end(.full, at: start)
        schedule.notice(.mounts, at: start)
        let later = start + .seconds(2)
        #expect(schedule.next(at: later)?.look == .mounts, "a mount is nothing for root")
        schedule.end(.mounts, at: later)
        schedule.notice(.settings, at: later)
        #expect(schedule.next(at: later)?.look == .rights)
        schedule.end(.rights, at: later)
        #expect(schedule.next(at: later)?.changes == [.settings])
    }

    @Test func withoutAnAnswerOfRootTheLookIsMadeAllTheSame() {
        let start = AgentMoment(1_000)
        var schedule = Schedule(.usual, node: 7, now: start, asksRoot: true)
        #expect(schedule.next(at: start)?.look == .rights)
        schedule.end(.rights, failed: true, at: start)
        #expect(schedule.next(at: start)?.look == .full)
    }
}
