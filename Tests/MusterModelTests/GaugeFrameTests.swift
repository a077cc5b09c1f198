import Luck
import MusterModel
import Testing

/// Gauges as they travel: what they are about apart from what moves.
@Suite struct GaugeFrameTests {
    private static let vocabulary = Vocabulary([
        ProbeCard(
            "cvmfs", "?", sources: [],
            facts: [
                FactCard("cvmfs.cache.free", .bytes, "?", keeping: .gauge),
                FactCard("cvmfs.repository.mounted", .bool, "?", keeping: .gauge),
                FactCard("cvmfs.repository.revision", .integer, "?", keeping: .gauge),
            ])
    ])

    private static let some = [
        fact("cvmfs.cache.free", .bytes(Bytes(7))),
        fact("cvmfs.repository.mounted", of: "atlas.cern.ch", .bool(true)),
        fact("cvmfs.repository.mounted", of: "lhcb.cern.ch", .bool(false)),
        missing("cvmfs.repository.revision", of: "lhcb.cern.ch", .hung),
    ]

    /// One fact of every kind.
    private static let every = [
        fact("a.b.bool", .bool(false)), fact("a.b.integer", .integer(.min)),
        fact("a.b.bytes", .bytes(.mebibytes(4))), fact("a.b.duration", .duration(.seconds(5))),
        fact("a.b.version", .version(Version("2.11.5-1.el9"))),
        fact("a.b.string", .string("é \"quoted\"\n{[,]}")), fact("a.b.list", .list(["b", "a"])),
        fact("a.b.paths", .paths(["/b", "/a"])), fact("a.b.date", .date(day("2026-12-01"))),
        missing("a.b.missing", .timedOut),
    ]

    @Test func theFormIsTheGoldenOne() {
        let gauges = FramedGauges(Self.some.reversed(), by: Self.vocabulary)
        #expect(
            String(decoding: gauges.frame.bytes, as: UTF8.self) == """
                [{"kind":"bytes","name":"cvmfs.cache.free","origin":"/made/up"},\
                {"kind":"bool","name":"cvmfs.repository.mounted","origin":"/made/up",\
                "subject":"atlas.cern.ch"},\
                {"kind":"bool","name":"cvmfs.repository.mounted","origin":"/made/up",\
                "subject":"lhcb.cern.ch"},\
                {"kind":"integer","name":"cvmfs.repository.revision","origin":"/made/up",\
                "subject":"lhcb.cern.ch"}]
                """)
        #expect(gauges.frame.digest == Digest(of: gauges.frame.bytes))
        #expect(
            String(decoding: gauges.kept.bytes, as: UTF8.self)
                == #"[7,true,false,{"detail":"made up","missing":"hung"}]"#)
    }

    @Test func everyKindIsReadAsItWasWritten() throws {
        let gauges = FramedGauges(Self.every, by: Vocabulary([]))
        let frame = try #require(GaugeFrame(reading: gauges.frame.bytes))
        #expect(frame == gauges.frame && frame.objection(to: gauges.values) == nil)
        let facts = try frame.whole.facts(in: gauges.kept.bytes).get()
        #expect(facts == Self.every.sorted { $0.key < $1.key })
        let none = FramedGauges([], by: Vocabulary([]))
        #expect(none.frame.bytes == Array("[]".utf8) && none.kept.bytes == none.frame.bytes)
        #expect(try none.frame.whole.facts(in: none.kept.bytes).get() == [])
    }

    /// What autofs mounts and unmounts all day makes no new frame.
    @Test func whatMovesIsNotInTheFrame() {
        let other = [
            missing("cvmfs.cache.free", .forbidden),
            missing("cvmfs.repository.mounted", of: "atlas.cern.ch", .hung),
            fact("cvmfs.repository.mounted", of: "lhcb.cern.ch", .bool(true)),
            fact("cvmfs.repository.revision", of: "lhcb.cern.ch", .integer(3)),
        ]
        let (one, two) = (
            FramedGauges(Self.some, by: Self.vocabulary), FramedGauges(other, by: Self.vocabulary)
        )
        #expect(one.frame == two.frame && one.values != two.values)
        let less = FramedGauges(Array(Self.some.dropLast()), by: Self.vocabulary)
        #expect(less.frame.digest != one.frame.digest)
    }

    @Test func aKeyIsThereOnce() {
        let twice = Self.some + [fact("cvmfs.cache.free", .bytes(Bytes(8)))]
        #expect(
            FramedGauges(twice, by: Self.vocabulary) == FramedGauges(Self.some, by: Self.vocabulary)
        )
    }

    @Test(arguments: [
        "", "{}", "null", "[1]", "[[]]", "[{}]", #"[{"name":"a.b.c"}]"#,
        #"[{"name":"a.b","origin":""}]"#, #"[{"name":"a.b.c","origin":"","subject":1}]"#,
        #"[{"kind":"float","name":"a.b.c","origin":""}]"#,
        #"[{"kind":1,"name":"a.b.c","origin":""}]"#,
        // Not canonical, not in order, twice, with more than belongs to it.
        #"[ {"name":"a.b.c","origin":""}]"#, #"[{"origin":"","name":"a.b.c"}]"#,
        #"[{"name":"a.b.d","origin":""},{"name":"a.b.c","origin":""}]"#,
        #"[{"name":"a.b.c","origin":"1"},{"name":"a.b.c","origin":"2"}]"#,
        #"[{"name":"a.b.c","origin":"","value":1}]"#, String(repeating: "[", count: 100_000),
    ])
    func whatIsNoFrameIsNone(_ text: String) {
        #expect(GaugeFrame(reading: Array(text.utf8)) == nil)
    }

    @Test func aFrameIsBound() {
        func frame(_ count: Int) -> [UInt8] {
            let facts = (0..<count).map { fact("a.b.c", of: "\(100_000 + $0)", .bool(true)) }
            return FramedGauges(facts, by: Vocabulary([])).frame.bytes
        }
        #expect(GaugeFrame(reading: frame(GaugeFrame.slotsAtMost)) != nil)
        #expect(GaugeFrame(reading: frame(GaugeFrame.slotsAtMost + 1)) == nil)
        let long = Fact(
            FactKey("a.b.c"), .value(.bool(true)),
            from: String(repeating: "x", count: GaugeFrame.bytesAtMost))
        #expect(
            GaugeFrame(reading: FramedGauges([long], by: Vocabulary([])).frame.bytes) == nil)
    }

    @Test(arguments: [
        "[]", "[7,true,false]", "[7,true,false,3,4]", #"["7",true,false,3]"#,
        "[7,1,false,3]", "[7,true,false,null]", "[7,true,[],3]", "[7,true,[[]],3]",
        #"[7,true,{},3]"#, #"[7,true,{"missing":"hung"},3]"#,
        #"[7,true,{"detail":"","missing":"lazy"},3]"#, #"[7,true,{"value":false},3]"#,
    ])
    func valuesOfAnotherFrameAreObjectedTo(_ text: String) throws {
        let frame = FramedGauges(Self.some, by: Self.vocabulary).frame
        let bytes = Array(text.utf8)
        let values = try #require(JSONReader.value(in: bytes).elements)
        #expect(frame.objection(to: values) != nil)
        // Whoever reads them all the same guesses nothing.
        switch frame.whole.facts(in: bytes) {
        case .failure(let absence): #expect(absence.reason == .malformed)
        case .success(let facts):
            #expect(facts.count == 4 && facts.contains { $0.reading.absence != nil })
        }
    }

    /// Without a card nobody knows what a value would have to be.
    @Test func whatWasNeverSeenTakesNoValue() {
        let gauges = FramedGauges([missing("a.b.c", .absent)], by: Vocabulary([]))
        #expect(gauges.frame.objection(to: gauges.values) == nil)
        #expect(gauges.frame.objection(to: [.integer(1)]) != nil)
    }

    @Test func someAreTakenWithoutTheRest() throws {
        let facts = [
            fact("disk.scratch.free", of: "/x\"},{\"name\":\"a", .string("],[\\\"{")),
            fact("disk.scratchy.free", .list([",", "]", "\\"])),
            missing("disk.tmp.free", .absent), fact("disk.tmp.used", .integer(-1)),
        ]
        let gauges = FramedGauges(facts, by: Vocabulary([]))
        for wanted in [[], [0], [1], [3], [0, 2], [0, 1, 2, 3]] as [[Int]] {
            let kinds = Set(wanted.map { facts[$0].key.name.kind })
            let found = try gauges.frame.selection(of: kinds).facts(in: gauges.kept.bytes).get()
            #expect(found == facts.filter { kinds.contains($0.key.name.kind) })
        }
    }

    /// Any bytes that a damaged disk may give: an answer, and never a crash.
    @Test func damagedValuesAreNoFacts() {
        let gauges = FramedGauges(Self.every, by: Vocabulary([]))
        let (frame, bytes) = (gauges.frame, gauges.kept.bytes)
        for length in 0..<bytes.count {
            let part = Array(bytes[..<length])
            #expect(throws: Absence.self) { try frame.whole.facts(in: part).get() }
            #expect(throws: Absence.self) {
                try frame.selection(of: ["no.such"]).facts(in: part).get()
            }
        }
        var luck = SeededNumbers(5)
        for _ in 0..<2_000 {
            var changed = bytes
            changed[Int.random(in: changed.indices, using: &luck)] = .random(
                in: 0...255, using: &luck)
            _ = frame.whole.facts(in: changed)
            _ = frame.selection(of: ["a.b"]).facts(in: changed)
            _ = frame.selection(of: []).facts(in: changed)
        }
    }

    /// What rests on gauges that are lost is unknown, whatever else would be said of it.
    @Test func lostGaugesAreMissingForThatReason() {
        let book = FactBook(
            sheet([fact("cvmfs.x.y", .bool(true))], watching: ["cvmfs.repository": ["a"]]),
            gauges: [])
        let why = Absence(.notTried, "lost")
        let lacking = book.adding(.failure(why))
        for key in [
            FactKey("cvmfs.cache.free"), FactKey("cvmfs.repository.mounted", of: "a"),
            FactKey("cvmfs.repository.mounted", of: "b"),
        ] {
            #expect(lacking.fact(key).reading == .missing(why))
            #expect(book.fact(key).reading != .missing(why))
        }
        #expect(lacking.fact(FactKey("cvmfs.x.y")).reading == .value(.bool(true)))
        #expect(lacking.fact(FactKey("disk.x.y")).reading.absence?.reason == .notTried)
        #expect(lacking.subjects(in: "cvmfs.repositories.list") == .failure(why))
        let whole = book.adding(.success(Self.some))
        #expect(whole.fact(Self.some[0].key) == Self.some[0])
    }
}
