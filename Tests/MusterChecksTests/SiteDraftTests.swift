import MusterModel
import Testing

@testable import MusterChecks

/// A begun check file reads without a mistake, whatever the node is.
struct SiteDraftTests {
    private func draft(
        _ facts: [String: FactValue], demanded: [String] = [], name: String = "our-site"
    ) throws -> SiteDraft? {
        let all = try facts.map { text, value in
            Fact(FactKey(try #require(FactName(text))), .value(value), from: "test")
        }
        let sheet = Sheet(
            sections: Dictionary(grouping: all, by: \.key.name.area).map {
                Section(probe: $0, facts: $1)
            }, watchList: WatchList(), vantage: Vantage(.host, user: 0))
        let report = AuditReport(
            version: "0.1.0", identity: Identity(hostName: nil, machineID: nil, bootID: nil),
            sheet: sheet, gauges: [], judgements: [], took: .zero,
            date: try #require(CalendarDate("2026-11-23")))
        return SiteDraft(
            name: name, from: report, including: BuiltIn.library.profile("baseline"),
            demanded: demanded)
    }

    private func check(_ draft: SiteDraft) {
        let files = CheckFile.builtIn + [CheckFile(name: "site.yaml", text: draft.text)]
        let lint = ChecksLint(files, vocabulary: TestVocabulary.all)
        #expect(lint.errors.map(\.description) == [])
        #expect(lint.warnings.filter { $0.file == "site.yaml" }.map(\.description) == [])
        let run = ExamplesRun(files, only: ["site.yaml"], vocabulary: TestVocabulary.all)
        #expect(run.failures.map(\.description) == [])
        #expect(run.count == 2 * run.coverage.count && run.count > 0)
    }

    @Test func aWholeNodeGivesAFileThatHoldsForIt() throws {
        let draft = try #require(
            try draft(
                [
                    "cvmfs.cache.limit": .bytes(.mebibytes(25_000)),
                    "cvmfs.config.repositories": .list(["atlas.cern.ch", "sft.cern.ch"]),
                    "userns.attempt.works": .bool(true), "userns.limit.user": .integer(15_000),
                ], demanded: ["/ceph", "/data"]))
        check(draft)
        #expect(draft.text.contains("at least: 26214400000 B"))
        #expect(draft.text.contains("in: [\"atlas.cern.ch\", \"sft.cern.ch\"]"))
        #expect(draft.text.contains("in: [\"/ceph\", \"/data\"]"))
        #expect(draft.text.contains("# baseline asks 20 GB, here: 25,000 MiB"))
    }

    @Test func anEmptyNodeGivesAFileThatSaysWhatItDidNotSee() throws {
        let draft = try #require(try draft([:]))
        check(draft)
        #expect(draft.text.contains("# our-site.cache: no limit of the CVMFS cache was seen"))
        #expect(draft.text.contains("# our-site.bind: no --binds were given"))
    }

    @Test(arguments: [
        "a\"b", "a\\b", "a\nb: c", "{subject}", "# x", "- y", "é漢", "a: b", "*x", "&y", "\u{1B}[2J",
    ])
    func whatComesFromTheNodeStaysText(name: String) throws {
        let draft = try #require(
            try draft(
                ["cvmfs.config.repositories": .list([name])], demanded: ["/\(name)"]))
        check(draft)
    }

    /// The comments show what the limits of a commented block look like when used.
    @Test func theCommentedPartsReadWhenTheyAreUsed() throws {
        let draft = try #require(
            try draft([
                "cvmfs.cache.limit": .bytes(.mebibytes(4000)), "userns.limit.net": .integer(7),
                "kernel.release.version": .version(Version("5.14.0")),
            ]))
        // The block at the top speaks to people; the others are YAML.
        let lines = draft.text.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0.hasPrefix("#") }
            .map {
                $0.hasPrefix("#") && !$0.hasPrefix("# ") || $0.hasPrefix("#  ")
                    ? $0.dropFirst() : $0
            }
        let files =
            CheckFile.builtIn + [CheckFile(name: "s.yaml", text: lines.joined(separator: "\n"))]
        let library = ChecksLibrary(files, vocabulary: TestVocabulary.all)
        #expect(library.errors.map(\.description) == [])
        let profile = try #require(library.profile("our-site"))
        #expect(!profile.checks.contains { $0.id == "userns.net" })
        #expect(profile.checks.first { $0.id == "cvmfs.cache" }?.level == .required)
    }

    @Test(arguments: ["", "Our-Site", "a b", "9x", "a\nb", "../x", "x: y"])
    func whatIsNoIdGivesNothing(name: String) throws {
        #expect(try draft([:], name: name) == nil)
    }
}
