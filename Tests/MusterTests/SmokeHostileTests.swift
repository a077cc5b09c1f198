import Foundation
import LaunchKit
import MusterModel
import Testing

/// A runtime that misbehaves costs its own answer, and leaves nothing.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct SmokeHostileTests {
    private let bench: SmokeBench

    init() throws { bench = try SmokeBench() }

    private func smoke(_ body: String, patience: Int = 3000) throws -> JSONValue {
        let program = try bench.bench.script("runtime", body)
        let end = try Launch.run(
            Workbench.asNobody + [
                Launch.program("muster"), "observe", "--attempt",
                "attempt smoke \(bench.bench.root) userns \(program) /image", "--patience",
                "\(patience)",
            ])
        #expect(end.exit == 0, "\(end.errors)")
        return try JSONReader.value(in: end.output.utf8)
    }

    @Test(.timeLimit(.minutes(1)))
    func oneThatNeverEndsIsEndedWithItsChildren() throws {
        let pids = bench.bench.root + "/pids"
        let seen = try smoke(
            """
            trap '' TERM INT HUP
            echo $$ >>\(pids)
            setsid sleep 300 &
            echo $! >>\(pids)
            mkdir -p "$HOME/deep/er" "$TMPDIR/x"
            touch "$HOME/deep/er/file"
            chmod 000 "$HOME/deep"
            ln -s / "$TMPDIR/root"
            wait
            """)
        #expect(seen["works"] == .bool(false) && seen["error"]?.text == "timed-out")
        #expect(bench.bench.pids(in: "pids").count == 2)
        for pid in bench.bench.pids(in: "pids") {
            #expect(Workbench.eventually { !Workbench.isAlive(pid) }, "\(pid)")
        }
        #expect(bench.left.isEmpty)
        #expect(FileManager.default.fileExists(atPath: "/etc/passwd"))
    }

    @Test(.timeLimit(.minutes(1)))
    func endlessOutputIsCut() throws {
        let seen = try smoke(
            "yes \"$(printf 'x\\1y')\" | head -c 9000000; yes >&2 & sleep 1; kill $!")
        #expect((seen["seen"]?["output"]?.text?.utf8.count ?? 0) <= 16 << 10)
        #expect((seen["seen"]?["errors"]?.text?.utf8.count ?? 0) <= 16 << 10)
        #expect(bench.left.isEmpty)
    }

    @Test(arguments: ["exit 0", "echo muster=begin; echo muster=end", "kill -9 $$"])
    func anEmptyPromiseIsNoProof(_ body: String) throws {
        let seen = try smoke(body)
        #expect(seen["seen"]?["wrote"]?.text != "yes")
    }

    @Test func aProgramThatIsGoneIsTold() throws {
        let end = try bench.smoke("userns /none/apptainer /image")
        #expect(end["works"] == .bool(false) && end["error"]?.text == "absent")
        #expect(bench.left.isEmpty)
    }

    /// The audit is killed while a runtime runs.
    @Test(.timeLimit(.minutes(1)), arguments: [SIGINT, SIGKILL])
    func nothingIsLeftOfAnAuditThatIsKilled(_ signal: Int32) throws {
        let tmp = bench.bench.root + "/tmp"
        #expect(mkdir(tmp, 0o777) == 0 && chmod(tmp, 0o1777) == 0)
        let outer = try bench.bench.script(
            "outer",
            """
            mount -t tmpfs -o mode=755 none /usr/local
            mkdir -p /usr/local/bin /usr/local/etc/apptainer
            echo 'allow user ns = yes' >/usr/local/etc/apptainer/apptainer.conf
            cp \(Launch.program("muster")) /usr/local/bin/muster
            cat >/usr/local/bin/apptainer <<'END'
            #!/bin/sh
            case $1 in --version) echo apptainer version 1.4.5; exit ;; esac
            echo $$ >>/tmp/pids
            sleep 300 &
            echo $! >>/tmp/pids
            wait
            END
            chmod 755 /usr/local/bin/apptainer
            mount --bind \(tmp) /tmp
            exec /usr/local/bin/muster check --no-journal --smoke --smoke-image /usr \
                --only smoke
            """)
        let process = try bench.bench.start(["unshare", "-m", "--propagation", "private", outer])
        #expect(Workbench.eventually(within: 20) { bench.bench.pids(in: "tmp/pids").count >= 2 })
        #expect(kill(process.processIdentifier, signal) == 0)
        #expect(Workbench.eventually { !process.isRunning })
        for pid in bench.bench.pids(in: "tmp/pids") {
            #expect(Workbench.eventually { !Workbench.isAlive(pid) }, "\(pid)")
        }
        let left: () -> [String] = {
            ((try? FileManager.default.contentsOfDirectory(atPath: tmp)) ?? ["?"])
                .filter { $0 != "pids" }
        }
        #expect(Workbench.eventually { left().isEmpty }, "\(left())")
    }
}
