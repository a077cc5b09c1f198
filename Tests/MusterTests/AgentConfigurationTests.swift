import Foundation
import LaunchKit
import Testing

/// `muster agent --check-config`: what files, environment and options came to.
@Suite struct AgentConfigurationTests {
    private let bench: Workbench
    private let file: String

    init() throws {
        bench = try Workbench()
        file = bench.root + "/muster.yaml"
        try FileManager.default.createDirectory(
            atPath: bench.root + "/muster.d", withIntermediateDirectories: false)
        try write("site: FROM-FILE\nschedule: {brief: 6 min}\nprofiles: [baseline]", to: file)
        try write("schedule:\n  full: 2 h\n", to: bench.root + "/muster.d/a.yaml")
    }

    private func write(_ text: String, to path: String) throws {
        try "format: muster-agent/1\n\(text)\n".write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    private func check(
        _ words: [String] = [], environment: [String: String] = [:]
    ) throws -> Launch.End {
        try Launch.run(
            [Launch.program("muster"), "agent", "--check-config", "--config", file] + words,
            environment: environment)
    }

    /// Value and origin of a key in the long answer.
    private func said(_ end: Launch.End, _ key: String) throws -> String {
        let line = try #require(
            end.output.split(separator: "\n").first { $0.hasPrefix(key + " ") }, "\(end)")
        return line.dropFirst(key.count).trimmingCharacters(in: .whitespaces)
    }

    @Test func everyKeyIsToldWithWhoSaidIt() throws {
        let end = try check(
            ["--verbose", "--site", "FROM-OPTION", "--collector", "https://b/,https://c/"],
            environment: [
                "MUSTER_SITE": "FROM-ENVIRONMENT", "MUSTER_COLLECTOR_URLS": "https://a/",
                "MUSTER_COLLECTOR_DEADLINE": "9 s", "MUSTER_PROFILES": "atlas,baseline",
            ])
        #expect(end.exit == 0, "\(end)")
        #expect(try said(end, "site") == "FROM-OPTION  (--site)")
        #expect(try said(end, "collector.urls") == "https://b/, https://c/  (--collector)")
        #expect(try said(end, "collector.deadline") == "9 s  (MUSTER_COLLECTOR_DEADLINE)")
        #expect(try said(end, "profiles") == "atlas, baseline  (MUSTER_PROFILES)")
        #expect(try said(end, "schedule.full") == "2 h  (\(bench.root)/muster.d/a.yaml:3)")
        #expect(try said(end, "schedule.brief") == "6 min  (\(file):3)")
        #expect(try said(end, "spool.files") == "4096  (default)")
        let pin = try said(end, "sha256 of atlas")
        let list = try Launch.muster("checks", "list", "atlas").output
        #expect(pin.count == 64 && list.contains(pin))
        #expect(try Launch.muster("explain", "atlas").output.contains(pin))
    }

    @Test func inShortItIsOneLine() throws {
        #expect(try check().output == "\(file): right\n")
    }

    /// What lies beside a file that is named from where the caller stands counts, too.
    @Test func dropInsLieBesideARelativePath() throws {
        let muster = Launch.program("muster")
        let end = try Launch.run([
            "sh", "-c",
            "cd '\(bench.root)' && '\(muster)' agent --check-config --verbose "
                + "--config muster.yaml",
        ])
        #expect(end.exit == 0, "\(end)")
        #expect(try said(end, "schedule.full").hasPrefix("2 h  (/"))
        #expect(try Launch.muster("agent", "--check-config", "--config", "").exit == 66)
    }

    @Test(arguments: [
        ([:], ["--site", "a;b"], "--site: \"a;b\" is no site's name"),
        (["MUSTER_SCHEDULE_FULL": "1 s"], [], "MUSTER_SCHEDULE_FULL: \"1 s\", needed from"),
        (["MUSTER_SITE": "a\nb"], [], "MUSTER_SITE: \"a?b\" is no site's name"),
        (["MUSTER_SITE": "a\"b\\c"], [], "MUSTER_SITE: \"a\"b\\c\" is no site's name"),
        (["MUSTER_SITE": ""], [], "MUSTER_SITE: \"\" is no site's name"),
        ([:], ["--collector", "http://a/"], "--collector: \"http://a/\", needed https://"),
        (["MUSTER_PROFILES": ","], [], "MUSTER_PROFILES: an empty list"),
        ([:], ["--profile", "altas"], "no profile altas"),
        (["MUSTER_COLLECTOR_TOKEN": "/t"], [], "a credential without urls"),
    ])
    func mistakesNameTheLayer(
        environment: [String: String], words: [String], error: String
    ) throws {
        let end = try check(words, environment: environment)
        #expect(end.exit == (error.hasPrefix("no profile") ? 64 : 78), "\(end)")
        #expect(end.errors.contains(error), "\(end.errors)")
    }

    @Test func aMistakeOfAFileIsToldWithItsPlaceEvenWhereItIsOverruled() throws {
        try write("sight: X\nschedule: {full: often}", to: bench.root + "/muster.d/b.yaml")
        let end = try check(["--site", "X"])
        #expect(end.exit == 78)
        #expect(end.errors.contains("/muster.d/b.yaml:2:1: unknown key \"sight\""), "\(end)")
        #expect(end.errors.contains("/muster.d/b.yaml:3:18: \"often\""), "\(end)")
    }

    @Test func verboseIsSaidWithCheckConfigAlone() throws {
        #expect(try Launch.muster("agent", "--verbose").exit == 64)
    }
}
