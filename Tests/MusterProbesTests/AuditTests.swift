import MusterModel
import Synchronization
import Testing

@testable import MusterProbes

/// Facts find their place: sections, gauges, or a complaint.
@Suite struct AuditTests {
    private enum CalmProbe: Probe {
        static let still = FactCard("calm.thing.still", .integer, "A number that stays.")
        static let moving = FactCard(
            "calm.thing.moving", .integer, "A number that moves.", keeping: .gauge)
        static let card = ProbeCard("calm", "Is it calm?", sources: [], facts: [still, moving])

        static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
            var notes = Notes()
            notes.note(moving, .integer(Int64(watching.names(of: "calm.moves").count)), from: "x")
            notes.note(still, missing: Absence(.absent, "nothing"), from: "x")
            return notes.facts
        }
    }

    private enum BoastfulProbe: Probe {
        static let known = FactCard("boastful.a.b", .string, "A word.")
        static let stranger = FactCard("calm.thing.still", .string, "A word of another's.")
        static let card = ProbeCard("boastful", "Is it?", sources: [], facts: [known])

        static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
            var notes = Notes()
            notes.note(known, .string("first"), from: "x")
            notes.note(stranger, of: "me", .string("mine"), from: "x")
            notes.note(known, .string("last"), from: "x")
            return notes.facts
        }
    }

    private enum SilentProbe: Probe {
        static let card = ProbeCard("silent", "Is it?", sources: [], facts: [])
        static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] { [] }
    }

    private func run(_ probes: [any Probe.Type], moves: Set<String> = []) async -> Audit.Record {
        await Audit(probes: probes, watching: WatchList(["calm.moves": moves]))
            .run(on: TreeNode(root: "/nonexistent"))
    }

    @Test func gaugesStandApart() async {
        let (calm, moved) = (await run([CalmProbe.self]), await run([CalmProbe.self], moves: ["a"]))
        #expect(calm.sections.map(\.digest) == moved.sections.map(\.digest))
        #expect(calm.sections.first?.facts.map(\.key.name.text) == ["calm.thing.still"])
        #expect(calm.gauges != moved.gauges && calm.gauges.count == 1 && calm.troubles.isEmpty)
    }

    @Test func aFactThatNoCardKnowsIsShownAndDropped() async throws {
        let record = await run([BoastfulProbe.self])
        #expect(
            record.troubles == ["calm.thing[me].still: the card of boastful does not know it"])
        let facts = try #require(record.sections.first).facts
        #expect(facts.map(\.reading) == [.value(.string("last"))])
    }

    @Test func aProbeWithoutFactsHasASectionOfItsOwn() async {
        let record = await run([SilentProbe.self])
        #expect(record.sections.map(\.probe) == ["silent"] && record.gauges.isEmpty)
    }

    @Test func theOrderIsThatOfNamesAndNotOfArrival() async {
        let done = Mutex<[String]>([])
        let probes: [any Probe.Type] = [SilentProbe.self, CalmProbe.self, BoastfulProbe.self]
        let record = await Audit(probes: probes, watching: WatchList())
            .run(on: TreeNode(root: "/nonexistent")) { id in done.withLock { $0.append(id) } }
        #expect(record.sections.map(\.probe) == ["boastful", "calm", "silent"])
        #expect(record.took.map(\.probe) == ["boastful", "calm", "silent"])
        #expect(done.withLock { $0.sorted() } == ["boastful", "calm", "silent"])
        #expect(await run([]).sections.isEmpty)
    }

    @Test func notesKeepWhatWasThrown() async {
        var notes = Notes()
        await notes.note(CalmProbe.still, from: "a") { () async throws(Absence) in .integer(1) }
        await notes.note(CalmProbe.still, of: "s", from: "b") { () async throws(Absence) in
            throw Absence(.hung, "gone")
        }
        #expect(notes.facts.map(\.reading.description) == ["1", "hung: gone"])
        #expect(notes.facts.map(\.origin) == ["a", "b"])
    }
}

/// What every probe of the catalogue keeps, whoever wrote it.
@Suite struct ProbeCardTests {
    private static let cards = ProbeCatalogue.all.map { $0.card }

    @Test func everyNameIsGivenOnce() {
        let facts = Self.cards.flatMap(\.facts).map(\.name.text)
        #expect(Set(facts).count == facts.count)
        let ids = Self.cards.map(\.id)
        #expect(Set(ids).count == ids.count && !ids.isEmpty)
        let kinds = Self.cards.flatMap(\.subjects).map(\.kind)
        #expect(Set(kinds).count == kinds.count)
    }

    @Test(arguments: cards)
    func descriptionsAreSentences(_ card: ProbeCard) {
        for (name, text) in card.facts.map({ ($0.name.text, $0.description) })
            + card.subjects.map({ ($0.kind, $0.description) })
        {
            #expect(text.hasSuffix(".") && text.contains(" "), "\(name): \(text)")
        }
        #expect(card.question.hasSuffix("?") && !card.sources.isEmpty, "\(card.id)")
        if let privilege = card.privilege { #expect(privilege.hasSuffix(".")) }
    }

    @Test(arguments: cards)
    func everyFactOfASubjectHasARoster(_ card: ProbeCard) {
        for subject in card.subjects {
            #expect(subject.kind.split(separator: ".").first.map(String.init) == card.id)
            #expect(card.facts.contains { $0.name.kind == subject.kind }, "\(subject.kind)")
            #expect(!card.facts.contains { $0 == subject.roster && $0.name.kind == subject.kind })
        }
    }

    /// An empty tree answers nothing: every fact says why, none is left out, and
    /// two looks are equal.
    @Test(arguments: ProbeCatalogue.all.indices)
    func anEmptyTreeGivesEveryFactOfTheNode(_ index: Int) async throws {
        let probe = ProbeCatalogue.all[index]
        let tree = try ScratchTree()
        let node = TreeNode(root: tree.root)
        let facts = await probe.observe(node, watching: WatchList())
        let card = probe.card
        let kinds = Set(card.subjects.map(\.kind))
        for fact in facts {
            let known = card.facts.first { $0.name == fact.key.name }
            #expect(known != nil, "\(fact.key) is not on the card")
            #expect((fact.key.subject != nil) == kinds.contains(fact.key.name.kind), "\(fact.key)")
            if let value = fact.reading.value { #expect(value.kind == known?.kind, "\(fact.key)") }
            #expect(!fact.origin.isEmpty, "\(fact.key)")
        }
        let noted = Set(facts.map(\.key.name))
        for fact in card.facts where !kinds.contains(fact.name.kind) {
            #expect(noted.contains(fact.name), "\(fact.name) was not noted")
        }
        #expect(Set(facts.map(\.key)).count == facts.count, "\(card.id) notes a fact twice")
        let again = await probe.observe(TreeNode(root: tree.root), watching: WatchList())
        #expect(Set(facts) == Set(again))
    }

    /// Details and origins are part of a digest: neither may name the tree.
    @Test(arguments: ProbeCatalogue.all.indices)
    func theTreesOwnPlaceIsNotInItsFacts(_ index: Int) async throws {
        let tree = try ScratchTree()
        for fact in await ProbeCatalogue.all[index].observe(
            TreeNode(root: tree.root), watching: WatchList())
        {
            #expect(!"\(fact)".contains(tree.root), "\(fact.key)")
        }
    }
}
