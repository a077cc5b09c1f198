import Foundation
import Glibc
import LaunchKit
import MusterModel

/// Images of a test's own, made of the machine's busybox, and starts of them.
struct SmokeBench {
    /// Whether what the tests stand on is installed; Tests/run installs it.
    static let hasTools = access("/usr/bin/ch-run", X_OK) == 0 && access("/bin/busybox", X_OK) == 0
    /// Whether podman is there.
    static let hasPodman = access("/usr/bin/podman", X_OK) == 0

    /// Where everything lies.
    let bench: Workbench

    init() throws { bench = try Workbench() }

    /// An image in a folder, after `damage` was done in it by a shell. `foreign FILE`
    /// makes a program for aarch64.
    func image(_ damage: String = ":") throws -> String {
        let path = bench.root + "/image"
        let script = try bench.script(
            "build",
            """
            foreign() {
              printf '\\177ELF\\002\\001\\001\\0\\0\\0\\0\\0\\0\\0\\0\\0\\002\\0\\267\\0\\001' >"$1"
              head -c 99 /dev/zero >>"$1"
              chmod 755 "$1"
            }
            mkdir -p "$1/bin" && cd "$1" || exit 1
            mkdir etc dev proc sys tmp home root srv mnt usr
            touch etc/passwd etc/group etc/hosts etc/resolv.conf
            echo ID=muster-test >etc/os-release
            cp /bin/busybox bin/busybox && chmod 755 bin/busybox
            for name in sh readlink stat uname; do ln bin/busybox bin/$name; done
            \(damage)
            """)
        let end = try Launch.run([script, path])
        guard end.exit == 0 else { throw Absence(.malformed, "\(end)") }
        return path
    }

    /// One attempt as nobody, its scratch folder below the bench.
    func smoke(_ words: String) throws -> JSONValue {
        let end = try Launch.run(
            Workbench.asNobody + [
                Launch.program("muster"), "observe", "--attempt",
                "attempt smoke \(bench.root) \(words)", "--patience", "30000",
            ])
        guard end.exit == 0 else { throw Absence(.malformed, "\(end)") }
        return try JSONReader.value(in: end.output.utf8)
    }

    /// A whole audit that starts an image.
    func check(image: String, _ more: String...) throws -> Launch.End {
        try Launch.run(
            [
                Launch.program("muster"), "check", "--no-journal", "--smoke", "--smoke-image",
                image, "--only", "smoke,rehearsal,runtime", "--profile", "baseline",
            ] + more)
    }

    /// Runs a script as root of a user namespace of its own in which many ids are
    /// mapped, so that one of the limits of /proc/sys/user can be lowered for it.
    func limited(_ limit: String, _ words: [String]) throws -> Launch.End {
        let script = try bench.script(
            "limited",
            """
            d=$(mktemp -d) && mkfifo "$d/go" || exit 99
            limit=$1
            shift
            # Mapped only after the start: exec then gives the capabilities back.
            unshare -U sh -c 'read -r _ <"$0" && exec sh -c "$@"' "$d/go" '
              echo 0 >/proc/sys/user/$0 && exec "$@"' "$limit" "$@" &
            pid=$!
            until [ "$(readlink /proc/$pid/ns/user)" != "$(readlink /proc/$$/ns/user)" ]; do :; done
            echo 0 0 70000 >/proc/$pid/uid_map && echo 0 0 70000 >/proc/$pid/gid_map || exit 99
            echo >"$d/go"
            wait $pid
            code=$?
            rm -r "$d"
            exit $code
            """)
        return try Launch.run([script, limit] + words)
    }

    /// Scratch folders that are still there.
    var left: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: bench.root)
        return (names ?? []).filter { $0.hasPrefix("muster.") }
    }
}
