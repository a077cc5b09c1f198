import Foundation
import LaunchKit
import Testing

/// Fact by fact, the program says what the system's own tools say on this machine;
/// as root and as nobody.
@Suite struct AgreementTests {
    /// How to run a command as somebody.
    enum Who: String, CaseIterable, Sendable {
        case root, nobody

        var prefix: [String] {
            self == .root
                ? [] : ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
        }
    }

    private static let isRoot = getuid() == 0

    private func report(as who: Who) throws -> SeenReport {
        let words = [Launch.program("muster"), "check", "--no-journal", "--format", "json"]
        return try SeenReport(try Launch.run(who.prefix + words).output)
    }

    private func tool(_ words: String..., as who: Who = .root) throws -> String {
        try Launch.run(who.prefix + words).output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(.enabled(if: isRoot, "needs root to become somebody else"), arguments: Who.allCases)
    func valuesAreThoseOfProcfs(_ who: Who) throws {
        let seen = try report(as: who)
        let cat = [
            "userns.limit.user": "/proc/sys/user/max_user_namespaces",
            "userns.limit.net": "/proc/sys/user/max_net_namespaces",
            "kernel.release.version": "/proc/sys/kernel/osrelease",
        ]
        for (key, path) in cat { #expect(seen[key] == (try tool("cat", path)), "\(key)") }
        #expect(seen["kernel.machine.architecture"] == (try tool("uname", "-m")))
        #expect(seen["system.cpu.cores"] == (try tool("nproc", "--all")))
    }

    @Test(.enabled(if: isRoot, "needs root to become somebody else"), arguments: Who.allCases)
    func namespaceAttemptAgreesWithUnshare(_ who: Who) throws {
        let tried = try Launch.run(
            Who.nobody.prefix + ["unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/mnt"])
        let seen = try report(as: who)
        #expect(seen["userns.attempt.works"] == (tried.exit == 0 ? "yes" : "no"))
    }

    @Test(.enabled(if: isRoot, "needs root to become somebody else"))
    func overlayAttemptsAgreeWithMount() throws {
        let script = """
            d=$(mktemp -d) && cd "$d" && mkdir l u w m \
            && mount -t overlay none -o "lowerdir=$d/l,upperdir=$d/u,workdir=$d/w$1" m && touch m/x; \
            code=$?; umount m 2>/dev/null; cd / && rm -rf "$d"; exit $code
            """
        let root = try Launch.run(["unshare", "-m", "sh", "-c", script, "sh", ""])
        let user = try Launch.run(
            Who.nobody.prefix + ["unshare", "-Urm", "sh", "-c", script, "sh", ",userxattr"])
        let seen = try report(as: .root)
        #expect(seen["overlay.privileged.works"] == (root.exit == 0 ? "yes" : "no"))
        #expect(seen["overlay.unprivileged.works"] == (user.exit == 0 ? "yes" : "no"))
    }

    @Test(.enabled(if: isRoot, "needs root to become somebody else"), arguments: Who.allCases)
    func mountsAreThoseOfFindmnt(_ who: Who) throws {
        let seen = try report(as: who)
        for path in ["/", "/sys/fs/cgroup", "/cvmfs"] {
            let row = try tool("findmnt", "-no", "TARGET,FSTYPE,PROPAGATION", "-T", path)
                .split(separator: " ").map(String.init)
            // findmnt -T needs the path; where it is missing the root shows it.
            guard row.count == 3 else { continue }
            #expect(seen["mounts.mount[\(path)].point"] == row[0])
            #expect(seen["mounts.mount[\(path)].type"] == row[1])
            #expect(seen["mounts.mount[\(path)].propagation"] == row[2])
        }
    }

    @Test(.enabled(if: isRoot, "needs root to become somebody else"), arguments: Who.allCases)
    func bindsAreThoseOfTest(_ who: Who) throws {
        let seen = try report(as: who)
        for path in ["/cvmfs", "/sys/fs/cgroup"] {
            let exists = try Launch.run(["test", "-e", path]).exit == 0
            let reads = try Launch.run(Who.nobody.prefix + ["ls", path]).exit == 0
            #expect(seen["binds.bind[\(path)].exists"] == (exists ? "yes" : "no"))
            if exists { #expect(seen["binds.bind[\(path)].readable"] == (reads ? "yes" : "no")) }
        }
    }

    @Test(.enabled(if: isRoot, "needs root to become somebody else"))
    func fileSystemsAreThoseOfStat() throws {
        let seen = try report(as: .root)
        let names = ["ext2/ext3": "ext4"]
        let type = try tool("stat", "-f", "-c", "%T", "/tmp")
        #expect(seen["overlay.directory[/tmp].filesystem"] == (names[type] ?? type))
    }

    /// Root and nobody stand in different places and see the same stable node,
    /// but for what only root may try.
    @Test(.enabled(if: isRoot, "needs root to become somebody else"))
    func nobodySeesTheSameButWhatNeedsRoot() throws {
        let (root, nobody) = (try report(as: .root), try report(as: .nobody))
        let differing = root.digests.filter { nobody.digests[$0.key] != $0.value }.keys
        #expect(Set(differing).subtracting(["isolation", "overlay", "runtime"]) == [])
    }

    /// A node recorded and played again has the same sections.
    @Test func recordedNodePlaysAgain() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let live = try Launch.muster(
            "check", "--no-journal", "--format", "json", "--record", folder.path)
        let played = try Launch.muster("check", "--root", folder.path, "--format", "json")
        let (first, second) = (try SeenReport(live.output), try SeenReport(played.output))
        #expect(first.digests.count >= 8)
        let differing = first.facts.filter { fact in
            !second.facts.contains { $0.key == fact.key && $0.value == fact.value }
        }
        #expect(differing.map(\.line).filter { !$0.contains("mounts.table.source") } == [])
    }
}
