import Foundation
import Glibc
import LaunchKit
import Testing

/// What a person names on the command line lies on a mount that does not answer.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct NamedPathTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// Runs a command line of `muster` beside a silent mount in `$P`, and counts the
    /// stuck observers.
    private func beside(_ words: String) throws -> (exit: String, text: String, stuck: String) {
        let inner = try bench.script(
            "inner",
            """
            \(Launch.program("muster")) \(words) >$B/said 2>&1 </dev/null; echo $?
            grep -l '^muster:' /proc/[0-9]*/comm 2>/dev/null | wc -l
            """)
        let outer = try bench.script(
            "outer",
            """
            B=\(bench.root); P=$B/hung; export B P; mkdir -p $P
            \(Launch.program("silent-mount")) $P \(inner)
            """)
        let end = try Launch.run([
            "timeout", "-k", "1", "40", "unshare", "-m", "-p", "--fork", "--mount-proc",
            "--propagation", "private", outer,
        ])
        let lines = end.output.split(separator: "\n").map(String.init)
        let said = try String(contentsOfFile: bench.root + "/said", encoding: .utf8)
        return (lines.first ?? "\(end)", said, lines.last ?? "")
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "check --no-journal --root $P",
            "check --no-journal --binds @$P/binds", "check --no-journal --checks $P",
            "check --no-journal --waivers $P/waivers.yaml",
            "checks list --checks $P", "check --no-journal --only kernel --record $P/fixture",
        ])
    func aHungMountIsAnErrorThatNamesIt(_ words: String) throws {
        let (exit, text, stuck) = try beside(words)
        #expect(["64", "66", "73", "78"].contains(exit), "\(exit): \(text)")
        #expect(text.contains("\(bench.root)/hung (fuse.silent"), "\(text)")
        #expect(text.contains("does not answer"), "\(text)")
        #expect(stuck == "1", "one observer waits in the kernel, not the program")
    }

    /// A program that waits in the kernel for a file cannot be ended by anybody.
    @Test(.timeLimit(.minutes(1)), arguments: [SIGHUP, SIGTERM])
    func itCanBeInterrupted(_ signal: Int32) throws {
        let name = signal == SIGHUP ? "HUP" : "TERM"
        let (exit, _, _) = try beside(
            "checks lint $P/a.yaml & until grep -q '^muster:' /proc/[0-9]*/comm; do :; done; "
                + "kill -\(name) $!; wait $!; echo $?; true")
        #expect(exit == "\(128 + signal)")
    }

    /// A whole machine's tree on the mount of an image file, which may block and does
    /// not: every question goes to its observer, links stay inside.
    @Test(.timeLimit(.minutes(1)))
    func aTreeOnAMountThatMayBlockIsAuditedThroughItsObserver() throws {
        let outer = try bench.script(
            "outer",
            """
            cd \(bench.root); mkdir -p tree/etc tree/usr/lib tree/proc/sys/kernel m; mkdir m/at
            echo 'ID=almalinux' >tree/usr/lib/os-release; echo 'VERSION_ID="9.6"' >>tree/usr/lib/os-release
            ln -s /usr/lib/os-release tree/etc/os-release
            echo 5.14.0-611.55.1.el9_7.x86_64 >tree/proc/sys/kernel/osrelease
            truncate -s 8M image; mkfs.ext4 -q -d tree image; mount -o loop,ro image m/at || exit 77
            \(Launch.program("muster")) check --root m/at --format json
            """)
        let end = try Launch.run([
            "timeout", "40", "unshare", "-m", "--propagation", "private", outer,
        ])
        #expect(end.exit != 77, "no loop device: \(end.errors)")
        #expect(end.output.contains("\"almalinux\""), "\(end)")
        #expect(end.output.contains("5.14.0-611.55.1.el9_7.x86_64"))
    }
}
