import Foundation
import LaunchKit
import Testing

/// An audit that is ended from outside leaves nothing behind.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct InterruptTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// What runs first: a tmpfs on /usr/local/bin with `muster` itself, and a folder
    /// on /tmp that can be looked into from outside.
    private func stage() throws -> String {
        let folder = bench.root + "/tmp"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        guard chmod(folder, 0o1777) == 0 else { throw CocoaError(.fileWriteUnknown) }
        return """
            mount -t tmpfs -o mode=755 none /usr/local/bin
            cp \(Launch.program("muster")) /usr/local/bin/muster
            mount --bind \(folder) /tmp
            c="/usr/local/bin/muster check --format json --no-journal"
            """
    }

    /// Starts an audit on a node where `apptainer` takes for ever.
    private func audit() throws -> Process {
        let outer = try bench.script(
            "outer",
            """
            \(try stage())
            cat >/usr/local/bin/apptainer <<'END'
            #!/bin/sh
            echo $$ >>/tmp/pids
            sleep 300 &
            echo $! >>/tmp/pids
            wait
            END
            chmod 755 /usr/local/bin/apptainer
            exec $c --deadline '25 s'
            """)
        return try bench.start(["unshare", "-m", "--propagation", "private", outer])
    }

    private func left() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: bench.root + "/tmp")
            .filter { $0 != "pids" }
    }

    private static func children(of pid: pid_t) -> [pid_t] {
        let path = "/proc/\(pid)/task/\(pid)/children"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { pid_t($0) }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
    func nothingIsLeftBehind(_ signal: Int32) throws {
        let process = try audit()
        #expect(Workbench.eventually(within: 15) { bench.pids(in: "tmp/pids").count >= 2 })
        let observers = Self.children(of: process.processIdentifier)
        #expect(!observers.isEmpty)
        #expect(kill(process.processIdentifier, signal) == 0)
        #expect(Workbench.eventually { !process.isRunning })
        #expect(process.terminationReason == (signal == SIGKILL ? .uncaughtSignal : .exit))
        if signal != SIGKILL { #expect(process.terminationStatus == 128 + signal) }
        for pid in bench.pids(in: "tmp/pids") + observers {
            #expect(Workbench.eventually { !Workbench.isAlive(pid) }, "\(pid)")
        }
        #expect(Workbench.eventually { (try? left().isEmpty) == true })
        #expect(try left() == [])
        let table = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        #expect(!table.contains(bench.root) && !table.contains("muster."))
    }

    @Test(.timeLimit(.minutes(1)))
    func aFinishedAuditLeavesNoFileAndNoProcess() throws {
        let before = try Launch.run(["sh", "-c", "cat /proc/self/mountinfo"]).output
        let outer = try bench.script(
            "outer",
            """
            \(try stage())
            $c --deadline '20 s' >/dev/null
            ls -A /tmp
            grep -l '^muster' /proc/[0-9]*/comm 2>/dev/null
            """)
        let end = try Launch.run([
            "unshare", "-m", "-p", "--fork", "--mount-proc", "--propagation", "private", outer,
        ])
        #expect(end.output == "", "\(end)")
        let after = try Launch.run(["sh", "-c", "cat /proc/self/mountinfo"]).output
        #expect(after == before)
    }
}
