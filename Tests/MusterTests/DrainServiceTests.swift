import Foundation
import Glibc
import LaunchKit
import Testing

/// The service with a drain.yaml, and root's own part, as they run on a node.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
final class DrainServiceTests {
    /// A folder that nobody but root could have written to, as /etc/muster is.
    private let folder = "/run/muster-test-\(UUID())"
    private var agent: Process?

    init() throws {
        for name in ["", "/drains", "/state"] {
            try FileManager.default.createDirectory(
                atPath: folder + name, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o755])
        }
        // A look that fails under load is made again after this.
        try write("format: muster-agent/1\nschedule: {brief: 1 min}\n", to: "muster.yaml")
    }

    deinit {
        agent?.terminate()
        agent?.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func write(_ text: String, to name: String, mode: mode_t = 0o644) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        #expect(chmod(folder + "/" + name, mode) == 0)
    }

    private func pin(_ digest: String, more: String = "") throws {
        try write(
            """
            format: muster-drain/1
            profiles:
              baseline: {sha256: \(digest), on: [unfit, undetermined, degraded], settle: 1}
            \(more)
            """, to: "drain.yaml")
    }

    private static func digest() throws -> String {
        let list = try Launch.muster("checks", "list", "baseline").output
        return String(try #require(list.firstMatch(of: /sha256 +([0-9a-f]{64})/)).output.1)
    }

    private var notice: String? {
        try? String(contentsOfFile: folder + "/drains/state", encoding: .utf8)
    }

    private func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: Launch.program("muster"))
        process.arguments = [
            "agent", "--observe-here", "--config", folder + "/muster.yaml", "--state",
            folder + "/state", "--drains", folder + "/drains",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        agent = process
    }

    private func stop() {
        agent?.terminate()
        agent?.waitUntilExit()
        agent = nil
    }

    /// Whether this node is other than ready, as containers usually are.
    private static var isDrainable: Bool {
        (try? Launch.muster("check", "--profile", "baseline", "--no-journal").exit) != 0
    }

    @Test(.enabled(if: isDrainable, "needs a node that is not ready under baseline"))
    func theServiceTellsAndARestartNeitherForgetsNorRepeats() throws {
        try pin(try Self.digest())
        try start()
        #expect(Workbench.eventually(within: 150) { notice?.contains("state=drain\n") == true })
        let first = try #require(notice)
        #expect(first.hasPrefix("muster-drain/1\n") && first.contains("\ndrain=baseline\n"))
        let reason = try #require(first.firstMatch(of: /reason=(muster: baseline .*)/)).output.1
        stop()
        // A node that has been started anew has no notice; the service knows all the same.
        #expect(unlink(folder + "/drains/state") == 0)
        try start()
        #expect(Workbench.eventually(within: 150) { notice != nil })
        #expect(notice?.contains("state=drain\nreason=\(reason)\n") == true)
        stop()
        // Another profile under that name: all stays as it is.
        try pin(String(repeating: "0", count: 64))
        #expect(unlink(folder + "/drains/state") == 0)
        try start()
        #expect(Workbench.eventually(within: 150) { notice != nil })
        #expect(notice?.contains("state=drain\nreason=\(reason)\n") == true)
        stop()
        // Nobody has rules: the notice goes, and says nothing about the node.
        #expect(unlink(folder + "/drain.yaml") == 0)
        try start()
        #expect(Workbench.eventually(within: 150) { notice == nil })
    }

    @Test(
        arguments: [
            (0o646, 0, "all may write"), (0o664, 0, "its group may write"),
            (0o644, 65534, "belongs to user 65534, needed root"),
        ] as [(mode_t, uid_t, String)])
    func rulesThatOthersCouldWriteAreNotBelieved(mode: mode_t, owner: uid_t, why: String) throws {
        try pin(try Self.digest(), more: "program: /bin/true")
        #expect(chown(folder + "/drain.yaml", owner, 0) == 0)
        #expect(chmod(folder + "/drain.yaml", mode) == 0)
        for end in [try check(), try drain()] {
            #expect(end.exit == 78)
            #expect(end.errors.contains(why), "\(end)")
        }
    }

    @Test func aFolderThatOthersCouldWriteIsNotBelievedEither() throws {
        try pin(try Self.digest())
        #expect(chmod(folder, 0o777) == 0)
        #expect(try check().errors.contains("all may write to it"))
        #expect(chmod(folder, 0o755) == 0)
        #expect(try check().exit == 0)
    }

    private func check() throws -> Launch.End {
        try Launch.muster("agent", "--check-config", "--config", folder + "/muster.yaml")
    }

    @Test func checkConfigTellsPinsThatDoNotFit() throws {
        try pin(try Self.digest())
        let right = try check()
        #expect(right.output.contains("drain.yaml: right, this node is drained by baseline\n"))
        try pin(String(repeating: "0", count: 64))
        let wrong = try check()
        #expect(wrong.exit == 78)
        #expect(
            wrong.errors.contains("baseline: its digest is \(try Self.digest()), pinned is 000"))
        try write("format: muster-drain/1\nprofiles: {atlas: {}}\n", to: "drain.yaml")
        #expect(try check().errors.contains("/drain.yaml:2:19: an empty mapping"))
    }

    // Root's part

    private func drain(environment: [String: String] = [:]) throws -> Launch.End {
        try Launch.run(
            [
                Launch.program("muster"), "drain", "--config", folder + "/muster.yaml",
                "--drains", folder + "/drains", "--state", folder + "/state",
            ], environment: environment)
    }

    private func tell(_ state: String, until seconds: Int = 7200) throws {
        let now = Int(Date.now.timeIntervalSince1970)
        let profile = state == "drain" ? "drain=baseline\ndrain=$(id)" : "keep=baseline"
        try write(
            "muster-drain/1\nlooked=\(now - 60)\nuntil=\(now + seconds)\nstate=\(state)\n"
                + "reason=muster: $(id) ; rm -rf /\n\(profile)\n", to: "drains/state")
    }

    private var calls: [String] {
        let text = try? String(contentsOfFile: folder + "/calls", encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    private func program(_ last: String = "", mode: mode_t = 0o755) throws {
        try write(
            "#!/bin/sh\necho \"$# $* $MUSTER_PROFILES $SECRET\" >>'\(folder)/calls'\n\(last)\n",
            to: "program", mode: mode)
        try pin(String(repeating: "0", count: 64), more: "program: \(folder)/program")
    }

    @Test func rootsProgramIsRunOnceWithOneWord() throws {
        try program()
        #expect(try drain().exit == 0 && calls == [], "there is no notice")
        try tell("released")
        #expect(try drain().exit == 0 && calls == [], "root has drained nothing")
        try tell("drain")
        #expect(try drain(environment: ["SECRET": "told"]).exit == 0)
        #expect(try drain().exit == 0)
        #expect(calls == ["1 drain baseline "], "once, and nothing of the notice's words")
        try tell("keep")
        #expect(try drain().exit == 0 && calls.count == 1)
        try tell("released", until: -1)
        #expect(try drain().exit == 0 && calls.count == 1, "too old")
        try tell("released")
        #expect(try drain().exit == 0)
        #expect(try drain().exit == 0)
        #expect(calls == ["1 drain baseline ", "1 release baseline "])
    }

    @Test func aProgramThatFailsIsRunAgain() throws {
        try program("exit 3")
        try tell("drain")
        let end = try drain()
        #expect(end.exit == 70 && end.errors.contains("program drain: ended with 3, needed 0"))
        try program()
        #expect(try drain().exit == 0)
        #expect(calls.count == 2)
    }

    @Test(arguments: [(0o777, "all may write"), (0o4755, "setuid"), (0o644, "not executable")])
    func aProgramThatOthersCouldWriteIsNotRun(mode: mode_t, why: String) throws {
        try program(mode: mode)
        try tell("drain")
        let end = try drain()
        #expect(end.exit == 78 && end.errors.contains(why), "\(end)")
        #expect(calls == [])
    }

    @Test func withoutAProgramNothingIsDone() throws {
        try tell("drain")
        #expect(try drain().errors.contains("names no program"))
        try pin(String(repeating: "0", count: 64))
        #expect(try drain().errors.contains("names no program"))
    }
}
