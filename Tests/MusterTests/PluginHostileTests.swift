import Foundation
import Glibc
import LaunchKit
import MusterModel
import Testing

/// Programs of others that misbehave: each costs its own result and nothing else,
/// the audit ends in time, and nothing of it is left.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct PluginHostileTests {
    private let plugins: PluginBench

    init() throws { plugins = try PluginBench() }

    /// Audits with one hostile program beside the healthy one.
    private func audit(_ body: String, more: String = "") throws -> PluginBench.Outcome {
        try plugins.add("site-bad", body, more: more)
        let start = ContinuousClock.now
        let outcome = try plugins.check()
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(outcome.end.exit == 0, "\(outcome.end.errors)")
        #expect(outcome.number("site-good.thing.value") == 7)
        return outcome
    }

    @Test(arguments: [
        ("yes", "more than 64 KiB of output"),
        ("yes >&2", "more than 64 KiB on standard error"),
        ("head -c 100 /dev/urandom; printf '\\377\\n'", "line"),
        ("kill -9 $$", "exit code 137"),
        ("exit 3", "exit code 3"),
        ("echo nonsense", "line 1"),
        (#"echo '{"fact":"site-bad.thing.value","value":1}'; echo '{"fact'"#, "line 2"),
        (#"echo '{"fact":"site-bad.thing.value","value":1e400}'"#, "line 1"),
        (#"echo '{"fact":"site-bad.thing.value","value":99999999999999999999}'"#, "line 1"),
        (#"echo '{"fact":"site-bad.thing.value","value":"7"}'"#, "needed integer"),
        ("exit 0", "said nothing of this fact"),
        (
            #"echo '{"fact":"site-bad.thing.value","value":1}'; "#
                + #"echo '{"fact":"site-bad.thing.value","value":2}'"#, "given twice"
        ),
        ("i=0; while [ $i -lt 1100 ]; do echo; i=$((i+1)); done; echo x", "more than 1000 lines"),
    ])
    func aResultThatIsNoneIsMalformed(body: String, why: String) throws {
        let outcome = try audit(body)
        let absence = try #require(outcome.absence("site-bad.thing.value"))
        #expect(absence.hasPrefix("malformed: ") && absence.contains(why), "\(absence)")
    }

    @Test func anotherFactThanItsOwnIsDropped() throws {
        let outcome = try audit(
            #"echo '{"fact":"site-good.thing.value","value":1}'; "#
                + #"echo '{"fact":"kernel.release.version","value":"9.9"}'; "#
                + #"echo '{"fact":"site-bad.thing.value","value":3}'"#)
        #expect(outcome.number("site-bad.thing.value") == 3)
        #expect(outcome.troubles.count { $0.contains("not on the card; dropped") } == 2)
    }

    @Test(arguments: ["sleep 300", "trap '' TERM; while :; do sleep 300; done", "kill -STOP $$"])
    func aSlowOneIsEnded(body: String) throws {
        let pids = plugins.bench.root + "/pids"
        _ = FileManager.default.createFile(
            atPath: pids, contents: nil, attributes: [.posixPermissions: 0o666])
        let outcome = try audit(
            "sh -c 'echo $PPID' >>\(pids)\nsleep 301 &\n\(body)", more: "deadline: 500 ms")
        let absence = try #require(outcome.absence("site-bad.thing.value"))
        #expect(absence.hasPrefix("timed-out: ") && absence.contains("500 ms"), "\(absence)")
        #expect(try Self.sleepers("30[01]").isEmpty)
    }

    /// Its result counts: it gave one. The daemon ends all the same.
    @Test(arguments: ["sleep 302 &", "setsid sleep 302 &", "(setsid sleep 302 &) &"])
    func aDaemonThatHoldsThePipeIsNotWaitedFor(daemon: String) throws {
        let outcome = try audit(
            "\(daemon)\n" + #"echo '{"fact":"site-bad.thing.value","value":3}'"#)
        #expect(outcome.number("site-bad.thing.value") == 3)
        #expect(try Self.sleepers("302").isEmpty)
    }

    @Test func aForkBombIsEndedAndBounded() throws {
        let outcome = try audit("f() { f | f & }; f; sleep 303", more: "deadline: 2 s")
        #expect(outcome.absence("site-bad.thing.value") != nil)
        #expect(
            try Launch.run(["sh", "-c", "ps -eo user:20,args | grep -c '^6552'"]).output == "0\n")
    }

    /// A shell doubles a text until it may have no more.
    @Test func memoryIsBounded() throws {
        let outcome = try audit(
            "a=xxxxxxxxxxxxxxxx; while :; do a=$a$a; done", more: "memory: 64 MiB")
        #expect(outcome.absence("site-bad.thing.value")?.hasPrefix("malformed: ") == true)
    }

    @Test func aFileThatItWritesIsBounded() throws {
        let path = plugins.bench.root + "/open"
        #expect(mkdir(path, 0o777) == 0 && chmod(path, 0o777) == 0)
        _ = try audit("head -c 9000000 /dev/zero >\(path)/file")
        let size = try FileManager.default.attributesOfItem(atPath: path + "/file")[.size]
        #expect((size as? Int) == 1 << 20)
    }

    /// Processes whose command is `sleep` of these seconds.
    private static func sleepers(_ seconds: String) throws -> String {
        try Launch.run(["sh", "-c", "pgrep -fx 'sleep \(seconds)' || true"]).output
    }
}
