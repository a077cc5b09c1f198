import Foundation
import LaunchKit
import Testing

/// A whole machine in `Tests/Fixtures`: its tree, its recorded answers, and what
/// its README promises in words.
struct Fixture: CustomTestStringConvertible, Sendable {
    let name: String

    static let folder = Launch.package.appending(path: "Tests/Fixtures")

    /// Every folder that has a README.
    static let all: [Fixture] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map(Fixture.init).filter {
            FileManager.default.fileExists(atPath: $0.file("README.md").path)
        }
    }()

    var testDescription: String { name }

    func file(_ path: String) -> URL {
        Self.folder.appending(path: name).appending(path: path)
    }

    /// The day that every golden text was judged on.
    static let day = "2026-11-23"

    func check(_ format: String) throws -> Launch.End {
        try Launch.muster(
            "check", "--root", file("").path, "--date", Self.day, "--format", format)
    }

    /// A line `Expected: baseline ready, atlas unfit; top blocker: x.y` of the README.
    func promise() throws -> (verdicts: [String: String], blocker: String) {
        let text = try String(contentsOf: file("README.md"), encoding: .utf8)
        let line = try #require(
            text.split(separator: "\n").first { $0.hasPrefix("Expected: ") },
            "\(name)/README.md has no line \"Expected: …\"")
        let parts = line.dropFirst(10).split(separator: ";")
        let verdicts = parts[0].split(separator: ",").map { $0.split(separator: " ") }
        let blocker = try #require(parts.dropFirst().first?.split(separator: ":").last)
        return (
            Dictionary(uniqueKeysWithValues: verdicts.map { (String($0[0]), String($0[1])) }),
            blocker.trimmingCharacters(in: .whitespaces)
        )
    }
}

/// The whole program over whole machines. `MUSTER_UPDATE_GOLDEN=1` writes the
/// expected texts anew; read the difference before you commit it.
@Suite struct FixtureTests {
    private static let updates = ProcessInfo.processInfo.environment["MUSTER_UPDATE_GOLDEN"] == "1"

    @Test func thereAreTheMachinesOfTheField() {
        #expect(Fixture.all.count >= 11)
    }

    @Test(arguments: Fixture.all)
    func textIsAsExpected(_ fixture: Fixture) throws {
        try compare(try fixture.check("text").output, with: fixture.file("expected.txt"))
    }

    @Test(arguments: Fixture.all)
    func textFitsEightyColumns(_ fixture: Fixture) throws {
        let lines = try fixture.check("text").output.split(separator: "\n")
        #expect(lines.filter { $0.count > 80 } == [])
    }

    @Test(arguments: Fixture.all)
    func factsAreAsExpected(_ fixture: Fixture) throws {
        let report = try fixture.report()
        let facts = report.facts.map(\.line).sorted().joined(separator: "\n") + "\n"
        try compare(facts, with: fixture.file("expected-facts.txt"))
    }

    /// The README says in words what the program has to find.
    @Test(arguments: Fixture.all)
    func verdictIsWhatTheReadmeSays(_ fixture: Fixture) throws {
        let (verdicts, blocker) = try fixture.promise()
        let end = try fixture.check("json")
        let report = try fixture.report()
        #expect(report.verdicts == verdicts)
        #expect(report.topBlocker == blocker)
        let codes = ["ready": 0, "degraded": 1, "unfit": 2, "undetermined": 3] as [String: Int32]
        let order = ["ready", "degraded", "undetermined", "unfit"]
        let worst = try #require(
            verdicts.values.max { order.firstIndex(of: $0) ?? 9 < order.firstIndex(of: $1) ?? 9 })
        #expect(end.exit == codes[worst])
    }

    @Test func allFourVerdictsOccur() throws {
        let verdicts = try Fixture.all.flatMap { try $0.report().verdicts.values }
        #expect(Set(verdicts) == ["ready", "degraded", "unfit", "undetermined"])
    }

    /// Without the recorded answers live facts are not tried, and the text says so.
    @Test func bareTreeRestsOnConfiguration() throws {
        let tree = Fixture(name: "el9-apptainer-unprivileged").file("tree")
        let end = try Launch.muster("check", "--root", tree.path, "--date", Fixture.day)
        #expect(end.output.contains("rests on configuration"))
        #expect(end.exit == 3)
    }

    private func compare(_ found: String, with golden: URL) throws {
        if Self.updates { try found.write(to: golden, atomically: true, encoding: .utf8) }
        let expected = try String(contentsOf: golden, encoding: .utf8)
        #expect(
            found == expected,
            "\(golden.lastPathComponent) differs; MUSTER_UPDATE_GOLDEN=1 writes it anew")
    }
}
