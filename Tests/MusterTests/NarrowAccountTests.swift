import Foundation
import Glibc
import LaunchKit
import Testing

/// Accounts and machines that let a process do and see less than usual.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct NarrowAccountTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// An account nobody else uses: RLIMIT_NPROC counts all of a user's processes.
    private static let account = [
        "setpriv", "--reuid=64123", "--regid=64123", "--clear-groups", "--",
    ]

    /// With a limit of one there is no thread and no child: what needs none is seen.
    @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 3, 8])
    func anAuditEndsWithFewProcesses(_ limit: Int) throws {
        let muster = Launch.program("muster")
        let end = try Launch.run(
            ["timeout", "-k", "1", "20"] + Self.account + [
                "bash", "-c", "ulimit -u \(limit); exec \"$@\"", "bash", muster, "check",
                "--no-journal", "--format", "json", "--deadline", "5 s",
            ])
        #expect([1, 2, 3].contains(end.exit), "\(end.exit): \(end.errors)")
        #expect(end.output.contains("kernel.release.version"))
        if limit == 1 {
            #expect(end.output.contains("no process could be started: Resource temporarily"))
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 3])
    func aTreeIsAuditedWithFewProcesses(_ limit: Int) throws {
        let end = try Launch.run(
            ["timeout", "-k", "1", "20"] + Self.account + [
                "bash", "-c", "ulimit -u \(limit); exec \"$@\"", "bash",
                Launch.program("muster"), "check", "--root", "/", "--deadline", "5 s",
            ])
        #expect([1, 2, 3].contains(end.exit), "\(end.exit): \(end.errors)")
    }

    /// Runs a script in namespaces of its own beside a silent mount in `$P`.
    private func beside(_ body: String) throws -> Launch.End {
        let inner = try bench.script("inner", body)
        let outer = try bench.script(
            "outer",
            """
            P=\(bench.root)/hung; export P; mkdir -p $P
            \(Launch.program("silent-mount")) $P \(inner)
            """)
        return try Launch.run([
            "timeout", "-k", "1", "50", "unshare", "-m", "-p", "--fork", "--mount-proc",
            "--propagation", "private", outer,
        ])
    }

    /// Where /proc shows a user its own processes alone, the observer of an earlier
    /// audit is found all the same.
    @Test(.timeLimit(.minutes(1)))
    func aHiddenProcLeavesOneChildToo() throws {
        let check =
            "\(Launch.program("muster")) check --no-journal --format json --deadline '8 s' --binds $P/a"
        let end = try beside(
            """
            mount -o remount,hidepid=2 /proc || exit 77
            for i in 1 2 3; do
              \(Self.account.joined(separator: " ")) \(check) >\(bench.root)/said.$i
            done
            grep -l '^muster:' /proc/[0-9]*/comm 2>/dev/null | wc -l
            """)
        #expect(end.output == "1\n", "\(end)")
        for run in 1...3 {
            let text = try String(contentsOfFile: bench.root + "/said.\(run)", encoding: .utf8)
            #expect(text.contains("waits in the kernel"), "run \(run): \(text.suffix(600))")
        }
    }

    /// A setuid program keeps root as its saved user: what it is called is its
    /// caller's choice, whether SIGKILL is pending is not.
    @Test(.timeLimit(.minutes(1)))
    func aSetuidProgramUnderAnObserversNameIsNone() throws {
        let outer = try bench.script(
            "outer",
            """
            cd \(bench.root); mkdir -p m; truncate -s 8M image; mkfs.ext4 -q image
            mount -o loop image m || exit 77
            device=$(findmnt -no MAJ:MIN --target m)
            name=muster:$(printf %x $(( ${device%:*} << 20 | ${device#*:} )))
            cp /bin/sleep waiting; chown root waiting; chmod 4755 waiting; ln -s waiting $name
            setpriv --reuid=64123 --regid=64123 --clear-groups -- ./$name 300 & other=$!
            until grep -q "^$name" /proc/$other/comm; do :; done
            \(Launch.program("muster")) check --no-journal --format json --deadline '9 s' \\
              --binds \(bench.root)/m
            kill $other
            """)
        let end = try Launch.run([
            "timeout", "-k", "1", "40", "unshare", "-m", "--propagation", "private", outer,
        ])
        #expect(end.exit != 77, "\(end.errors)")
        #expect(end.output.contains("\"\(bench.root)/m\""), "\(end.errors)")
        #expect(!end.output.contains("\"missing\":\"hung\""))
    }
}
