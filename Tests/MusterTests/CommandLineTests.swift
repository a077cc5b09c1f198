import Foundation
import LaunchKit
import Testing

/// What the program says about its own command line, and with which code it ends.
@Suite struct CommandLineTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try FileManager.default.createDirectory(
            atPath: bench.root + "/empty", withIntermediateDirectories: false)
    }

    /// An audit of an empty tree.
    private func check(_ words: [String]) throws -> Launch.End {
        try Launch.run(
            [Launch.program("muster"), "check", "--root", bench.root + "/empty"] + words)
    }

    private func written(_ text: String, to name: String) throws -> String {
        let path = bench.root + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test(arguments: [
        (["--only", "kernel", "--except", "kernel"], "no check is left to judge by"),
        (["--only", "system"], "no check is left to judge by"),
        (["--profile", ""], "--profile: names nothing"),
        (["--only", ","], "--only: names nothing"),
        (["--except", " "], "--except: names nothing"),
        (["--binds", ""], "--binds: names nothing"),
        (["--binds", "@"], "--binds: names nothing"),
        (["--profile", "altas"], "no profile altas, did you mean atlas? There are: baseline"),
        (["--profile", "nope"], "no profile nope. There are: baseline"),
        (["--binds", "data"], "needed are absolute paths"),
    ])
    func whatAsksForNothingIsAMistakeOfTheCall(words: [String], message: String) throws {
        let end = try check(words)
        #expect(end.exit == 64)
        #expect(end.output.isEmpty)
        #expect(end.errors.contains(message), "\(end.errors)")
        #expect(
            end.errors.contains("Usage: muster check <options>\n  See 'muster check --help'"),
            "\(end.errors)")
    }

    @Test func oneProfileTwiceIsJudgedOnce() throws {
        let end = try check(["--profile", "baseline,baseline", "--format", "json"])
        #expect(end.output.components(separatedBy: "\"profile\":\"baseline\"").count == 2)
    }

    @Test func aPartSaysThatItIsOne() throws {
        let end = try check(["--only", "binds,atlas.ia32"])
        #expect(end.output.contains(" in part"))
        #expect(end.output.contains("remark   judged in part: --only atlas.ia32,binds"))
        let both = try check(["--only", "atlas.ia32"])
        #expect(both.output.contains("baseline is not judged: none of its checks was selected"))
        #expect(!both.output.contains("  baseline U"))
    }

    @Test func anOptionStringOfAQueueIsOneValue() throws {
        let end = try check(["--binds", "-B /x", "--format", "json"])
        #expect(end.exit != 64)
        #expect(end.output.contains("\"binds.bind\":["))
        #expect(end.output.contains("\"/x\""))
    }

    @Test func bindsThatAskForNothingAreRemarked() throws {
        let end = try check(["--binds", "None", "--binds", "--contain"])
        #expect(end.output.contains("--binds \"None\" asks for no directory"))
        #expect(end.output.contains("--binds \"--contain\" asks for no directory"))
    }

    @Test(arguments: [
        ["--binds", "@/nonexistent"], ["--waivers", "/nonexistent"], ["--checks", "/nonexistent"],
        ["--waivers", "/"],
    ])
    func aFileOfTheCallThatCannotBeReadIs66(words: [String]) throws {
        let end = try check(words)
        #expect(end.exit == 66, "\(end.errors)")
        #expect(end.errors.hasPrefix("muster: "))
    }

    @Test func aFileWithAMistakeIs78() throws {
        let end = try check(["--waivers", try written("format: nothing\n", to: "waivers.yaml")])
        #expect(end.exit == 78)
        #expect(end.errors.contains("/waivers.yaml:1:"))
        let binds = try check(["--binds", "@" + written("not a path\n", to: "binds")])
        #expect(binds.exit == 78)
    }

    @Test func aRootThatIsNoneIsSaidInItsOwnWords() throws {
        let file = try written("", to: "file")
        for (root, message) in [
            (file, "no folder, needed the root folder"), (file + "/x", "a part of the path is no"),
            (bench.root + "/none", "no such folder"), ("", "no path, needed a folder"),
            (try pipe(), "no folder"),
        ] {
            let end = try Launch.muster("check", "--root", root)
            #expect(end.exit == 78)
            #expect(end.errors.contains("--root: \(root): \(message)"), "\(end.errors)")
        }
    }

    @Test(.enabled(if: Workbench.isRoot, "needs root: it makes a folder that others may not enter"))
    func aRootThatIsClosedIsNotMissing() throws {
        let closed = bench.root + "/closed"
        try FileManager.default.createDirectory(
            atPath: closed + "/tree", withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: closed)
        for (root, message) in [
            (closed, "may not enter the folder"), (closed + "/tree", "may not look there"),
        ] {
            let end = try Launch.run(
                Workbench.asNobody + [Launch.program("muster"), "check", "--root", root])
            #expect(end.exit == 78)
            #expect(end.errors.contains("this user \(message)"), "\(end.errors)")
        }
    }

    private func pipe() throws -> String {
        let path = bench.root + "/pipe"
        if mkfifo(path, 0o600) != 0, errno != EEXIST { throw CocoaError(.fileWriteUnknown) }
        return path
    }

    /// Nobody has a verdict that was lost on the way.
    @Test(
        arguments: [
            ["probes"], ["checks", "list"], ["checks", "lint"], ["explain", "kernel"], ["--help"],
        ],
        [">/dev/full", ">&-", ">limited"])
    func lostOutputIsSaid(words: [String], redirection: String) throws {
        let limit = redirection == ">limited" ? "ulimit -f 0; " : ""
        let place = redirection.replacing("limited", with: bench.root + "/limited")
        let line = "\(limit)\"$0\" \"$@\" \(place)"
        let end = try Launch.run(["bash", "-c", line, Launch.program("muster")] + words)
        #expect(end.exit == 74)
        // A limit on files holds for the file behind standard error, too.
        if limit.isEmpty { #expect(end.errors.contains("the output is lost"), "\(end.errors)") }
    }

    @Test func aLostVerdictIsNoVerdict() throws {
        let words = [Launch.program("muster"), "check", "--root", bench.root + "/empty"]
        let end = try Launch.run(["bash", "-c", "\"$0\" \"$@\" >/dev/full"] + words)
        #expect(end.exit == 74)
        #expect(
            end.errors == "muster: standard output: No space left on device; the output is lost\n")
    }

    @Test func lintCountsTheFilesItWasGiven() throws {
        let profile = """
            format: muster-checks/1
            profile: mine
            title: Mine
            dated: 2026-11-23
            includes: [baseline]

            """
        let end = try Launch.muster("checks", "lint", try written(profile, to: "mine.yaml"))
        #expect(end.exit == 0)
        #expect(end.output.hasSuffix("1 file and 3 built-in, no errors\n"), "\(end.output)")
    }

    @Test func lintOfAPipeIsOneSentence() throws {
        let end = try Launch.muster("checks", "lint", try pipe())
        #expect(end.exit == 66)
        #expect(end.errors == "muster: \(try pipe()): no regular file\n")
    }
}
