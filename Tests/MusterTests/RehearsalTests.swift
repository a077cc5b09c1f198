import Foundation
import LaunchKit
import MusterModel
import Testing

/// A rehearsal says what really happens, and fails for real with the right cause.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct RehearsalTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func answer(_ end: Launch.End) throws -> JSONValue {
        #expect(end.exit == 0, "\(end)")
        return try JSONReader.value(in: end.output.utf8)
    }

    private func rehearse(
        _ words: String, _ prefix: [String] = Workbench.asNobody
    ) throws -> JSONValue {
        try answer(
            Launch.run(
                prefix
                    + [
                        Launch.program("muster"), "observe", "--attempt",
                        "attempt rehearsal " + words,
                    ]))
    }

    /// Rehearses as root of a namespace whose limits a script has changed.
    private func limited(_ change: String) throws -> JSONValue {
        let shell = "\(change) && exec \"$1\" observe --attempt 'attempt rehearsal /tmp'"
        return try answer(
            Launch.run(["unshare", "-Ur", "sh", "-c", shell, "sh", Launch.program("muster")]))
    }

    private var left: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: bench.root)
        return (names ?? []).filter { $0.hasPrefix("muster.") }
    }

    @Test func itWorksWhereTheSystemsOwnToolsDo() throws {
        let tool = try Launch.run(
            Workbench.asNobody + ["unshare", "-Ucmpif", "--mount-proc", "true"])
        let seen = try rehearse(bench.root)
        #expect(seen["works"] == .bool(tool.exit == 0), "\(seen.canonicalText) \(tool)")
        guard tool.exit == 0 else { return }
        #expect(seen["step"]?.text == "read")
        for (name, text) in [
            ("pid", "1"), ("pid-isolated", "yes"), ("ipc-isolated", "yes"), ("host-hidden", "yes"),
            ("uid", "65534"), ("gid", "65534"), ("pivot", "pivot_root"), ("layout", "overlay"),
        ] {
            #expect(seen["seen"]?[name]?.text == text, "\(name): \(seen.canonicalText)")
        }
        #expect(left.isEmpty)
    }

    @Test func bindsAppearAndMissingOnesAreNamed() throws {
        let file = bench.root + "/file"
        try "x".write(toFile: file, atomically: true, encoding: .utf8)
        let seen = try rehearse("\(bench.root) /usr \(file) /etc/passwd \(bench.root)/none")
        #expect(seen["works"] == .bool(true), "\(seen.canonicalText)")
        #expect(seen["seen"]?["binds"]?.text == "/usr\n\(file)\n/etc/passwd")
        #expect(seen["seen"]?["binds-failed"]?.text == "\(bench.root)/none: ENOENT")
    }

    /// An overlay splits its layers at colons: below such a folder it fails, and
    /// the underlay has to do.
    @Test func theUnderlayTakesOverWhereAnOverlayIsRefused() throws {
        let folder = bench.root + "/a:b"
        #expect(mkdir(folder, 0o777) == 0 && chmod(folder, 0o777) == 0)
        let seen = try rehearse("\(folder) /usr /etc/passwd")
        #expect(seen["works"] == .bool(true), "\(seen.canonicalText)")
        #expect(seen["seen"]?["layout"]?.text == "underlay")
        #expect(seen["seen"]?["overlay-error"]?.text?.hasPrefix("overlay: E") == true)
        #expect(seen["seen"]?["binds"]?.text == "/usr\n/etc/passwd")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }

    @Test(arguments: [("user", "create"), ("mnt", "create"), ("pid", "pid"), ("ipc", "ipc")])
    func anExhaustedLimitFailsAtItsStep(_ kind: String, step: String) throws {
        let seen = try limited("echo 0 >/proc/sys/user/max_\(kind)_namespaces")
        #expect(seen["works"] == .bool(false))
        #expect(seen["step"]?.text == step && seen["error"]?.text == "ENOSPC")
    }

    /// One more is allowed, and that is the outer one itself.
    @Test func aLimitOfOneLetsOneThrough() throws {
        let seen = try limited("echo 1 >/proc/sys/user/max_user_namespaces")
        #expect(seen["works"] == .bool(true), "\(seen.canonicalText)")
    }

    @Test func aFullDiskFailsAtTheScratchStep() throws {
        let shell = """
            mount -t tmpfs -o size=16k,mode=1777 none "$2" && head -c 99999 /dev/zero >"$2/fill"
            setpriv --reuid=65534 --regid=65534 --clear-groups -- \
            "$1" observe --attempt "attempt rehearsal $2"
            """
        let end = try Launch.run([
            "unshare", "-m", "--propagation", "private", "sh", "-c", shell, "sh",
            Launch.program("muster"), bench.root,
        ])
        let seen = try answer(end)
        #expect(seen["step"]?.text == "scratch" && seen["error"]?.text == "ENOSPC")
    }

    /// Container engines cover parts of /proc; then the kernel gives no new one.
    @Test func aCoveredProcIsRefused() throws {
        let shell = """
            mount -t tmpfs none /proc/acpi 2>/dev/null || mount -t tmpfs none /proc/scsi \
            2>/dev/null || mount -t tmpfs none /proc/fs
            setpriv --reuid=65534 --regid=65534 --clear-groups -- \
            "$1" observe --attempt "attempt rehearsal $2"
            """
        let end = try Launch.run([
            "unshare", "-m", "--propagation", "private", "sh", "-c", shell, "sh",
            Launch.program("muster"), bench.root,
        ])
        let seen = try answer(end)
        #expect(seen["step"]?.text == "proc" && seen["error"]?.text == "EPERM")
        #expect(left.isEmpty)
    }

    @Test func aFolderThatIsNotOursIsRefused() throws {
        let seen = try rehearse("/proc")
        #expect(seen["works"] == .bool(false) && seen["step"]?.text == "scratch")
    }

    /// From the whole program: the cause, the finding and the remedy.
    @Test func theAuditSaysWhichLimitToRaise() throws {
        let end = try SmokeBench().limited(
            "max_pid_namespaces",
            [
                Launch.program("muster"), "check", "--no-journal", "--only",
                "rehearsal.container", "--profile", "baseline",
            ])
        #expect(end.exit == 2, "\(end)")
        #expect(end.output.contains("rehearsal: no (outer-limit)"), "\(end.output)")
        #expect(end.output.contains("user.max_pid_namespaces"), "\(end.output)")
    }
}
