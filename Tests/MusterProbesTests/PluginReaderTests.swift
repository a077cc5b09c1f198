import Foundation
import Glibc
import MusterModel
import Testing

@testable import MusterProbes

/// What programs of others print, in either dialect, taken apart.
struct PluginReaderTests {
    private static func fact(_ name: String, _ kind: FactKind) throws -> FactCard {
        FactCard(named: try #require(FactName(name)), kind, "?", keeping: .gauge)
    }

    // MARK: - Nagios

    private static func plugin(
        _ output: String, exit: Int32 = 0, kind: FactKind = .integer, unit: String = "",
        scale: Scale = .one
    ) throws -> (book: PluginBook, troubles: [String]) {
        let card = try fact("site-x.a.b", kind)
        let measure = ExternalProbe.Measure(
            label: "the label", fact: card, unit: unit, scale: scale)
        let probe = ExternalProbe(
            card: ProbeCard("site-x", "?", sources: [], facts: [card]), dialect: .nagios,
            program: ["/x"], measures: [measure], file: "/x.yaml")
        var reader = NagiosOutput(probe)
        try reader.read(ProgramEnd(exit: exit, output: output, errors: ""))
        return (reader.book, reader.troubles)
    }

    private static func reading(_ book: PluginBook, _ name: String) -> Reading? {
        FactName(name).flatMap { book.readings[FactKey($0)] }
    }

    @Test(arguments: [(0, "ok"), (1, "warning"), (2, "critical"), (3, "unknown")])
    func theExitCodeIsTheState(exit: Int32, state: String) throws {
        let book = try Self.plugin("TEXT - all | 'the label'=3", exit: exit).book
        #expect(Self.reading(book, "site-x.plugin.state") == .value(.string(state)))
        #expect(Self.reading(book, "site-x.plugin.text") == .value(.string("TEXT - all")))
        #expect(Self.reading(book, "site-x.a.b") == .value(.integer(3)))
    }

    @Test(arguments: [4, -1, 127, 137])
    func anotherExitCodeIsNoResult(exit: Int32) {
        #expect(throws: Absence.self) { try Self.plugin("OK", exit: exit) }
    }

    @Test(arguments: [
        ("OK|other=1 'the label'=5;3;4;0;9", 5), ("OK|'the label'=5\nlong\n|more=2", 5),
        ("OK\nlong | 'the label'=6", 6), ("OK|'it''s'=1 'the label'=-7", -7),
        ("OK|'the label'=3.99", 3), ("OK|'the label'=2,5", 2),
    ])
    func aLabelIsFoundWhereverItStands(output: String, number: Int64) throws {
        let book = try Self.plugin(output).book
        #expect(Self.reading(book, "site-x.a.b") == .value(.integer(number)))
    }

    @Test(arguments: [
        ("OK", Absence.Reason.absent), ("OK|'the label'=U", .absent), ("OK|the label=5", .absent),
        ("OK|'the label'=5s", .malformed), ("OK|'the label'=", .malformed),
        ("OK|'the label'=1 'the label'=2", .malformed), ("OK|'the label'=1.2.3", .malformed),
        ("OK|'the label'=99999999999999999999", .malformed), ("OK|'the label'=--1", .malformed),
        ("OK|'the label", .absent), ("", .absent), ("OK|'the label'=nan", .malformed),
    ])
    func aNumberThatIsNoneIsMissing(output: String, reason: Absence.Reason) throws {
        guard case .missing(let absence)? = Self.reading(try Self.plugin(output).book, "site-x.a.b")
        else {
            Issue.record("\(output) gave a value")
            return
        }
        #expect(absence.reason == reason)
    }

    @Test func aNumberIsScaledExactly() throws {
        let time = try Self.plugin(
            "OK|'the label'=0.0035s", kind: .duration, unit: "s", scale: Scale(1000)
        ).book
        #expect(Self.reading(time, "site-x.a.b") == .value(.duration(.milliseconds(3))))
        let size = try Self.plugin(
            "OK|'the label'=1.5KB", kind: .bytes, unit: "KB", scale: Scale(1024)
        ).book
        #expect(Self.reading(size, "site-x.a.b") == .value(.bytes(Bytes(1536))))
    }

    // MARK: - Muster's own

    private static func lines(_ output: String) throws -> (book: PluginBook, troubles: [String]) {
        let facts = try [
            fact("site-x.a.flag", .bool), fact("site-x.a.size", .bytes),
            fact("site-x.a.day", .date),
            fact("site-x.a.folders", .paths), fact("site-x.a.release", .version),
            fact("site-x.job.age", .duration),
        ]
        let card = ProbeCard(
            "site-x", "?", sources: [], facts: facts,
            subjects: [SubjectCard("site-x.job", roster: try fact("site-x.jobs.list", .list), "?")])
        var reader = MusterLines(card)
        try reader.read(ProgramEnd(exit: 0, output: output, errors: ""))
        return (reader.book, reader.troubles)
    }

    @Test(arguments: [
        (#"{"fact":"site-x.a.flag","value":true}"#, "site-x.a.flag", FactValue.bool(true)),
        (#"{"fact":"site-x.a.size","value":5}"#, "site-x.a.size", .bytes(Bytes(5))),
        (#"{"fact":"site-x.a.size","value":"2 KiB"}"#, "site-x.a.size", .bytes(Bytes(2048))),
        (#"{"fact":"site-x.a.size","value":5,"unit":"bytes"}"#, "site-x.a.size", .bytes(Bytes(5))),
        (
            #"{"fact":"site-x.a.folders","value":["/b","/a"]}"#, "site-x.a.folders",
            .paths(["/a", "/b"])
        ),
        (
            #"{"fact":"site-x.a.release","value":"1.2.3"}"#, "site-x.a.release",
            .version(Version("1.2.3"))
        ),
    ])
    func aLineIsAFact(line: String, name: String, value: FactValue) throws {
        let (book, troubles) = try Self.lines("\n\(line)\n\n")
        #expect(Self.reading(book, name) == .value(value) && troubles.isEmpty)
    }

    @Test func theProgramSaysItselfWhatIsMissing() throws {
        let (book, troubles) = try Self.lines(
            #"{"fact":"site-x.a.flag","absent":"forbidden","detail":"not for me"}"#)
        #expect(
            Self.reading(book, "site-x.a.flag") == .missing(Absence(.forbidden, "not for me")))
        #expect(troubles.isEmpty)
    }

    @Test func subjectsAreCounted() throws {
        let line = { (name: String) in #"{"fact":"site-x.job.age","subject":"\#(name)","value":1}"#
        }
        let (book, troubles) = try Self.lines(
            [line("a"), line("b"), line("b")].joined(separator: "\n"))
        #expect(book.subjects["site-x.job"] == ["a", "b"] && troubles.count == 1)
        let many = (0..<300).map { line("\($0)") }.joined(separator: "\n")
        #expect(
            try Self.lines(many).book.subjects["site-x.job"]?.count == PluginBook.subjectsAtMost)
    }

    @Test(arguments: [
        #"{"fact":"site-x.a.flag","value":1}"#, #"{"fact":"site-x.a.flag","value":"yes"}"#,
        #"{"fact":"site-x.a.size","value":"2"}"#,
        #"{"fact":"site-x.a.size","value":5,"unit":"KB"}"#, #"{"fact":"site-x.a.flag"}"#,
        #"{"fact":"site-x.a.flag","value":true,"extra":1}"#,
        #"{"fact":"site-x.a.flag","value":true,"subject":"x"}"#,
        #"{"fact":"site-x.a.folders","value":["relative"]}"#,
        #"{"fact":"site-x.a.flag","absent":"lazy","detail":"?"}"#,
        #"{"fact":"site-x.job.age","value":1}"#,
        #"{"fact":"site-x.job.age","subject":"","value":1}"#,
        #"{"fact":"site-x.job.age","subject":"\u001b[2J","value":1}"#,
        #"{"fact":"site-x.other.one","value":1}"#, #"{"fact":"site-x.jobs.list","value":["a"]}"#,
    ])
    func aLineThatDoesNotFitCostsItsFact(line: String) throws {
        let good = #"{"fact":"site-x.a.release","value":"1.2"}"#
        let (book, troubles) = try Self.lines(line + "\n" + good)
        #expect(troubles.count == 1, "\(troubles)")
        #expect(Self.reading(book, "site-x.a.release") == .value(.version(Version("1.2"))))
        let values = book.readings.values.filter { if case .value = $0 { true } else { false } }
        #expect(values.count == 1)
    }

    @Test(arguments: [
        "[]", "{", "null", #"{"value":1}"#, "\u{FFFD}", #"{"fact":3}"#,
        #"{"fact":"site-x.a.size","value":-1.5}"#,
    ])
    func aLineThatDoesNotReadSpoilsAll(line: String) {
        let good = #"{"fact":"site-x.a.flag","value":true}"#
        #expect(throws: Absence.self) { try Self.lines(good + "\n" + line) }
    }

    // MARK: - The program

    /// Between looking and running somebody puts another file in its place.
    @Test func whatWasLookedAtIsWhatRuns() throws {
        let tree = try ScratchTree()
        let (good, evil) = (tree.root + "/good", tree.root + "/evil")
        for (from, to) in [("/bin/true", good), ("/bin/false", evil)] {
            try FileManager.default.copyItem(atPath: from, toPath: to)
        }
        let order = PluginOrder(probe: "site-x", card: good, words: [good])
        let program = try PluginProgram.open(order, stops: { _ in nil })
        #expect(rename(evil, good) == 0)
        var child = ChildOrder(path: good, words: program.words)
        child.program = program.descriptor.number
        var status: Int32 = -1
        let pid = child.start()
        #expect(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0)
    }

    @Test func anOrderIsWrittenAndReadAgain() throws {
        let order = PluginOrder(
            probe: "site-x", card: "/etc/x y.yaml", words: ["/bin/x", "a b", "\"\n"], rights: .root,
            deadline: 7, memory: 9)
        #expect(Question("\(Question.plugin(order))") == .plugin(order))
        for text in [
            "{}", "[]", "plugin",
            #"{"probe":"x","card":"/c","words":["x"],"as":"root","deadline":1,"memory":1}"#,
        ] {
            #expect(PluginOrder(text) == nil)
        }
    }
}
