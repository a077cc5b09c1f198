import MusterModel
import Testing

@testable import MusterChecks

/// Cards of a site's own probes, whole and mistaken.
struct ProbeFilesTests {
    private static let head = """
        format: muster-probe/1
        probe: site-x
        question: What is it worth?

        """

    private static func read(_ rest: String, beside: Vocabulary = TestVocabulary.all) -> ProbeFiles
    {
        ProbeFiles([CheckFile(name: "x.yaml", text: head + rest)], beside: beside)
    }

    @Test func aWholeCardIsRead() throws {
        let files = Self.read(
            """
            dialect: muster
            run: [/usr/libexec/x, --all, "two words"]
            as: root
            deadline: 2 min
            memory: 64 MiB
            facts:
              site-x.thing.color: {kind: string, about: Its  colour.}
              site-x.job.age: {kind: duration, about: How old it is., keeping: gauge}
            subjects:
              site-x.job: A job.
            """)
        #expect(files.errors.isEmpty)
        let probe = try #require(files.probes.first)
        #expect(
            probe.program == ["/usr/libexec/x", "--all", "two words"] && probe.file == "x.yaml")
        #expect(probe.rights == .root && probe.deadline == .seconds(120))
        #expect(probe.memory == .mebibytes(64) && probe.dialect == .muster)
        #expect(
            probe.card.facts.map(\.name.text).sorted() == [
                "site-x.job.age", "site-x.jobs.list", "site-x.thing.color",
            ])
        #expect(probe.card.facts.first { $0.name.aspect == "age" }?.keeping == .gauge)
        #expect(probe.card.subjects.map(\.kind) == ["site-x.job"])
        #expect(TestVocabulary.all.adding(files.probes).subject("site-x.job") != nil)
    }

    @Test func aNagiosPluginHasAStateAndAText() throws {
        let probe = try #require(Self.read("dialect: nagios\nrun: /usr/bin/check\n").probes.first)
        #expect(probe.rights == .ordinary && probe.deadline == .seconds(10))
        #expect(
            probe.card.facts.map { "\($0.name.text) \($0.keeping.rawValue)" } == [
                "site-x.plugin.state stable", "site-x.plugin.text gauge",
            ])
    }

    @Test(arguments: [
        ("duration", "s", 1000, 1), ("duration", "ms", 1, 1), ("duration", "us", 1, 1000),
        ("bytes", "B", 1, 1), ("integer", "%", 1, 1), ("integer", "", 1, 1),
        ("bytes", "KB\", one: \"1024 B", 1024, 1), ("duration", "min\", one: \"60 s", 60_000, 1),
    ])
    func aMeasureHasItsUnit(kind: String, unit: String, above: Int64, below: Int64) throws {
        let files = Self.read(
            """
            dialect: nagios
            run: [/usr/bin/check]
            facts:
              site-x.a.b: {kind: \(kind), about: A number., label: time, unit: "\(unit)"}
            """)
        #expect(files.errors.isEmpty)
        let measure = try #require(files.probes.first?.measures.first)
        #expect(measure.scale == Scale(above, over: below) && measure.fact.keeping == .gauge)
    }

    @Test(arguments: [
        ("dialect: muster\nrun: [/x]\n", "2:8: a probe's card without \"facts\""),
        ("dialect: perl\nrun: [/x]\n", "is one of muster and nagios"),
        ("dialect: nagios\nrun: [x]\n", "the program is an absolute path"),
        ("dialect: nagios\nrun: []\n", "\"run\" needs one element"),
        ("dialect: nagios\nrun: [/x]\ndeadline: 1 h\n", "a deadline is from 100 ms to 5 min"),
        ("dialect: nagios\nrun: [/x]\nmemory: 1 B\n", "memory is from 1 MiB to 16 GiB"),
        ("dialect: nagios\nrun: [/x]\nas: nobody\n", "is one of ordinary and root"),
        ("dialect: nagios\nrun: [/x]\nshell: yes\n", "unknown key \"shell\""),
        ("dialect: nagios\nrun: [/x]\nsubjects: {site-x.a: A.}\n", "a Nagios plugin tells of one"),
        (
            "dialect: muster\nrun: [/x]\nfacts: {site-y.a.b: {kind: bool, about: A.}}\n",
            "a fact of site-x is called site-x.thing.aspect"
        ),
        (
            "dialect: muster\nrun: [/x]\nfacts: {site-x.a.b: {kind: bool, about: A., label: a}}\n",
            "unknown key \"label\""
        ),
        (
            "dialect: nagios\nrun: [/x]\nfacts: {site-x.a.b: {kind: bool, about: A., label: a}}\n",
            "performance data are integer, bytes or duration"
        ),
        (
            "dialect: nagios\nrun: [/x]\nfacts: {site-x.a.b: {kind: bytes, about: A., label: a, "
                + "unit: KB}}\n", "some plugins' KB are 1000 B, some 1024 B"
        ),
        (
            "dialect: nagios\nrun: [/x]\nfacts: {site-x.a.b: {kind: bytes, about: A., label: a, "
                + "unit: KB, one: 3 s}}\n", "one KB of bytes is needed"
        ),
        (
            "dialect: nagios\nrun: [/x]\nfacts: {site-x.plugin.state: {kind: integer, about: A., "
                + "label: a}}\n", "fact site-x.plugin.state twice"
        ),
        (
            "dialect: muster\nrun: [/x]\nfacts: {site-x.jobs.list: {kind: list, about: A.}}\n"
                + "subjects: {site-x.job: A job.}\n", "fact site-x.jobs.list twice"
        ),
    ])
    func aMistakeIsToldWithItsPlace(rest: String, message: String) {
        let files = Self.read(rest)
        #expect(files.probes.isEmpty)
        #expect(
            files.errors.contains { $0.description.contains(message) },
            "\(files.errors.map(\.description))")
        #expect(files.errors.allSatisfy { $0.line > 0 })
    }

    @Test(arguments: ["kernel", "x", "site-a.b", "Site-x"])
    func anIDThatIsNoSitesIsRefused(id: String) {
        let text = Self.head.replacing("probe: site-x", with: "probe: \(id)")
        let files = ProbeFiles(
            [CheckFile(name: "x", text: text + "dialect: nagios\nrun: /x\n")],
            beside: TestVocabulary.all)
        #expect(files.probes.isEmpty && !files.errors.isEmpty)
    }

    @Test func anIDTwiceAndTooManyProbesAreRefused() {
        let text = Self.head + "dialect: nagios\nrun: /x\n"
        let twice = ["a", "b"].map { CheckFile(name: $0, text: text) }
        #expect(ProbeFiles(twice, beside: TestVocabulary.all).errors.map(\.code) == [.duplicateID])
        let many = (0...ExternalProbe.atMost).map { number in
            CheckFile(
                name: "\(number)", text: text.replacing("site-x", with: "site-x\(number)"))
        }
        #expect(ProbeFiles(many, beside: TestVocabulary.all).errors.map(\.code) == [.size])
    }

    @Test(arguments: ["", "[]", "format: muster-checks/1", "format: muster-probe/2", "\0"])
    func anotherFileIsNoCard(text: String) {
        let files = ProbeFiles([CheckFile(name: "x", text: text)], beside: TestVocabulary.all)
        #expect(files.probes.isEmpty && !files.errors.isEmpty)
    }
}
