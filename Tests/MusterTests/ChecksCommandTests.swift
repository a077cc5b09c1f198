import Foundation
import LaunchKit
import Testing

/// The commands about check files, as a person calls them.
@Suite struct ChecksCommandTests {
    private static let fixture = Launch.package
        .appending(path: "Tests/Fixtures/el9-apptainer-unprivileged").path

    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func write(_ text: String, _ file: URL) throws {
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    @Test func builtInExamplesPassAgainstTheProbesOfThisBuild() throws {
        let end = try Launch.muster("checks", "test")
        #expect(end.exit == 0, "\(end.output)")
        #expect(end.output.hasSuffix(" checks, 0 failed\n"))
        #expect(!end.output.contains("warning"))
    }

    @Test func anExampleThatFailsEndsWithOneAndItsPlace() throws {
        try inFolder { folder in
            let file = folder.appending(path: "ours.yaml")
            try write(
                """
                format: muster-checks/1
                profile: ours
                title: ours
                dated: 2026-11-23
                checks:
                  - id: ours.limit
                    title: enough
                    level: advised
                    reason: because
                    source: {text: us, date: 2026-11-23}
                    require: {userns.limit.user: {at least: 5}}
                    remedy: raise it
                    examples:
                      - {given: {userns.limit.user: 4}, expect: pass}
                """, file)
            let end = try Launch.muster("checks", "test", file.path)
            #expect(end.exit == 1)
            #expect(end.output.contains("\(file.path):14:9: example of ours.limit: expected pass"))
            #expect(end.output.contains("1 examples of 1 checks, 1 failed"))
        }
    }

    @Test func aBegunFileReadsAndIsNeverOverwritten() throws {
        try inFolder { folder in
            let file = folder.appending(path: "site.yaml").path
            let words = [
                "checks", "new", "our-site", "--root", Self.fixture, "--binds", "/ceph,/data",
                "--output", file,
            ]
            #expect(try Launch.run([Launch.program("muster")] + words).exit == 0)
            #expect(try Launch.muster("checks", "lint", file).output == "12 files, no errors\n")
            #expect(try Launch.muster("checks", "test", file).exit == 0)
            let before = try Data(contentsOf: URL(filePath: file))
            #expect(try Launch.run([Launch.program("muster")] + words).exit == 78)
            #expect(try Data(contentsOf: URL(filePath: file)) == before)
            let judged = try Launch.muster(
                "check", "--root", Self.fixture, "--checks", folder.path, "--date", "2026-11-23")
            #expect(judged.output.contains("our-site"), "a site's profile counts unasked")
        }
    }

    @Test(arguments: ["atlas", "Big", "a b", ""])
    func aBadNameIsAMistakeInTheCall(name: String) throws {
        #expect(try Launch.muster("checks", "new", name, "--root", Self.fixture).exit == 64)
    }

    @Test func allProfilesAreJudgedOnRequestAndFit() throws {
        let end = try Launch.muster(
            "check", "--root", Self.fixture, "--date", "2026-11-23", "--profile", "all")
        let lines = end.output.split(separator: "\n")
        for id in ["baseline", "alice", "atlas", "cms", "hpc", "lhcb", "volunteer"] {
            #expect(lines.contains { $0.hasPrefix("  \(id) ") }, "\(id)")
        }
        #expect(lines.filter { $0.count > 80 } == [])
    }

    @Test func listShowsProfilesThenChecks() throws {
        let list = try Launch.muster("checks", "list").output
        #expect(list.contains("baseline: WLCG baseline"))
        #expect(list.contains("2026-11-23, when asked, "))
        let one = try Launch.muster("checks", "list", "egi").output
        #expect(one.contains("userns.unprivileged"))
        #expect(one.contains("required instead of advised by egi.yaml: "))
        #expect(try Launch.muster("checks", "list", "nobody").exit == 64)
    }

    @Test(arguments: [
        ("cvmfs.cache", "check cvmfs.cache, "), ("cvmfs.cache", "50 GB in alice"),
        ("cve-2026-43284", "rocky 9: 5.14.0-611.54.1"), ("hpc", "profile hpc, "),
        ("UNFIT", "exit code 2"), ("waiver", "/etc/muster/waivers.yaml"),
        ("userns.limit.user", "fact userns.limit.user"), ("runtime.route", "subject runtime.route"),
        ("kernel", "probe kernel"), ("userns.least", "101 in lhcb, set in lhcb.yaml"),
    ])
    func explainKnowsEveryWord(word: String, part: String) throws {
        #expect(try Launch.muster("explain", word).output.contains(part))
    }

    @Test(arguments: [
        ("cvmfs.cash", "did you mean cvmfs.cache?"), ("altas", "did you mean atlas?"),
        ("CVE-2026-43285", "did you mean CVE-2026-43284?"),
    ])
    func explainGuessesWhatWasMeant(word: String, hint: String) throws {
        let end = try Launch.run([
            "sh", "-c", "\"$0\" explain \"$1\" 2>&1", Launch.program("muster"), word,
        ])
        #expect(end.exit == 64)
        #expect(end.output.contains(hint))
    }

    /// At the boundary of the last day: in the text, in JSON, and in the verdict.
    @Test(arguments: [("2026-11-23", false), ("2026-11-24", true)])
    func anEndedWaiverIsToldEverywhere(day: String, isOver: Bool) throws {
        try inFolder { folder in
            let file = folder.appending(path: "waivers.yaml")
            try write(
                """
                format: muster-waivers/1
                waivers:
                  - {check: userns.net, reason: podman, owner: ops, until: 2026-11-23}
                """, file)
            let words = ["--root", Self.fixture, "--waivers", file.path, "--date", day]
            let program = [Launch.program("muster"), "check"]
            let told = "the waiver of userns.net ended on 2026-11-23"
            let text = try Launch.run(program + words).output
            let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(flat.contains(told) == isOver)
            let json = try Launch.run(program + words + ["--format", "json"]).output
            #expect(json.contains(told) == isOver)
        }
    }
}
