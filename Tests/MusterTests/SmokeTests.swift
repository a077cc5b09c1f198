import Foundation
import LaunchKit
import MusterModel
import Testing

/// Containers that really start, and starts that really fail, by Charliecloud and
/// podman as the distribution has them.
@Suite(
    .enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)),
    .enabled(if: SmokeBench.hasTools, "needs ch-run and busybox"))
struct SmokeTests {
    private let bench: SmokeBench

    init() throws { bench = try SmokeBench() }

    @Test func aContainerStartsAndIsLookedInto() throws {
        let image = try bench.image()
        let seen = try bench.smoke("charliecloud /usr/bin/ch-run \(image) /usr")
        #expect(seen["works"] == .bool(true), "\(seen.canonicalText)")
        let inside = seen["seen"]?["output"]?.text ?? ""
        #expect(inside.contains("muster=end") && inside.contains("environment=kept"))
        #expect(inside.contains("uid=65534\n") && inside.contains("os=muster-test\n"))
        #expect(inside.contains("writable=yes") && inside.contains("loop="))
        #expect(inside.contains("token=\(seen["seen"]?["token"]?.text ?? "?")\n"))
        #expect(inside.contains(" /usr\n"))
        #expect(seen["seen"]?["wrote"]?.text == "yes" && bench.left.isEmpty)
    }

    @Test(arguments: [
        ("rm bin/sh", "can't execve(2)", "none"),
        ("rm bin/sh; head -c 9 /bin/busybox >bin/sh; chmod 755 bin/sh", "Exec format", "damaged"),
        ("rm bin/sh; foreign bin/sh", "Exec format", "aarch64"),
        ("rmdir dev", "destination not found", "x86_64"),
        ("rmdir srv", "can't mkdir", "x86_64"),
    ])
    func anImageThatIsWrongFailsAndIsTold(
        _ damage: String, text: String, shell: String
    ) throws {
        let image = try bench.image(damage)
        let seen = try bench.smoke("charliecloud /usr/bin/ch-run \(image)")
        #expect(seen["works"] == .bool(false))
        #expect(seen["seen"]?["errors"]?.text?.contains(text) == true, "\(seen.canonicalText)")
        let machine = try Launch.run(["uname", "-m"]).output.prefix { $0 != "\n" }
        let expected = shell == "x86_64" ? String(machine) : shell
        #expect(seen["seen"]?["shell"]?.text == expected && bench.left.isEmpty)
    }

    /// The whole program, as an ordinary user: from the runtime's text to the line
    /// to change.
    @Test(arguments: [
        ("rm bin/sh", "no-shell", "damaged or incomplete"),
        ("rm bin/sh; head -c 9 /bin/busybox >bin/sh; chmod 755 bin/sh", "image-damaged", "anew"),
        ("rm bin/sh; foreign bin/sh", "architecture", "another architecture"),
        ("rmdir srv", "bind-point", "make the bind directories"),
    ])
    func theAuditNamesTheCauseAndTheRemedy(
        _ damage: String, cause: String, remedy: String
    ) throws {
        let end = try bench.check(image: bench.image(damage))
        let text = end.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("failed (\(cause))"), "\(end.output)")
        #expect(text.contains(remedy), "\(end.output)")
    }

    @Test func aRouteThatStartsIsShownAsProven() throws {
        let end = try bench.check(image: bench.image())
        let text = end.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains(", proven"), "\(end)")
    }

    /// A watched bind for which the image has no place.
    @Test func aBindWithoutAPlaceInTheImageIsTheCause() throws {
        let end = try bench.check(image: bench.image(), "--binds", "/opt")
        #expect(end.output.contains("failed (bind-point)"), "\(end)")
    }

    @Test func exhaustedUserNamespacesAreTheCause() throws {
        let end = try bench.limited(
            "max_user_namespaces",
            [
                Launch.program("muster"), "check", "--no-journal", "--smoke", "--smoke-image",
                bench.image(), "--only", "smoke,rehearsal,runtime", "--profile", "baseline",
            ])
        #expect(end.output.contains("failed (userns-exhausted)"), "\(end)")
    }

    /// The program is opened first: it may itself lie below /tmp.
    @Test func aFullDiskIsTheCause() throws {
        let shell = """
            exec 9<"$1"
            mount -t tmpfs -o size=16k,mode=1777 none /tmp && head -c 99999 /dev/zero >/tmp/fill
            exec /proc/self/fd/9 check --no-journal --smoke --smoke-image /usr --only smoke,rehearsal,runtime
            """
        let end = try Launch.run([
            "unshare", "-m", "--propagation", "private", "sh", "-c", shell, "sh",
            Launch.program("muster"),
        ])
        #expect(end.output.contains("rehearsal: no (disk-full)"), "\(end)")
        #expect(end.output.contains("failed (disk-full)"), "\(end)")
    }

    /// podman as an ordinary user of this kind of machine has no subordinate ids.
    @Test(.enabled(if: SmokeBench.hasPodman, "needs podman"))
    func aRuntimeThatIsThereAndCannotRunIsNoProof() throws {
        let seen = try bench.smoke("podman /usr/bin/podman \(bench.image())")
        let ran = seen["seen"]?["output"]?.text?.contains("muster=end") == true
        #expect(seen["works"] == .bool(ran), "\(seen.canonicalText)")
        #expect(bench.left.isEmpty)
    }
}
