import Foundation
import LaunchKit
import MusterModel
import Testing

/// Live attempts say what the system's own tools come to.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct AttemptTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func attempt(_ words: String, _ prefix: [String] = []) throws -> JSONValue {
        let end = try Launch.run(
            prefix + [Launch.program("muster"), "observe", "--attempt", "attempt " + words])
        #expect(end.exit == 0, "\(end)")
        return try JSONReader.value(in: end.output.utf8)
    }

    @Test(arguments: [[], Workbench.asNobody])
    func aNamespaceIsWhatUnshareMakes(_ prefix: [String]) throws {
        let tool = try Launch.run(
            prefix + ["unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/mnt"])
        #expect(try attempt("userns", prefix)["works"] == .bool(tool.exit == 0))
    }

    @Test func aLimitOfNoughtIsFound() throws {
        let shell = """
            echo 0 >/proc/sys/user/max_user_namespaces && "$1" observe --attempt 'attempt userns'
            """
        let end = try Launch.run([
            "unshare", "-Ur", "sh", "-c", shell, "sh", Launch.program("muster"),
        ])
        guard end.exit == 0 else { return }
        let answer = try JSONReader.value(in: end.output.utf8)
        #expect(answer["works"] == .bool(false) && answer["step"]?.text == "create")
        #expect(answer["error"]?.text == "ENOSPC", "\(end.output)")
    }

    private static let mount = """
        mkdir l u w m && mount -t overlay none -o \
        lowerdir=l,upperdir=u,workdir=w$1 m && touch m/x && test -e u/x
        """

    private func tool(_ prefix: [String], in folder: String, _ options: String) throws -> Bool {
        let script = "cd \"$2\" && d=$(mktemp -d) && cd $d && { \(Self.mount); }"
        return try Launch.run(prefix + ["sh", "-c", script, "sh", options, folder]).exit == 0
    }

    @Test func overlaysAreWhatMountMakes() throws {
        let folder = bench.root
        let root = try tool(["unshare", "-m"], in: folder, "")
        #expect(try attempt("overlay-privileged \(folder)")["works"] == .bool(root))
        let user = Workbench.asNobody
        let ordinary = try tool(user + ["unshare", "-Urm"], in: folder, ",userxattr")
        #expect(try attempt("overlay-unprivileged \(folder)", user)["works"] == .bool(ordinary))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(!left.contains { $0.hasPrefix("muster.") }, "\(left)")
    }

    @Test func aFolderThatIsNoneFailsAtTheScratchStep() throws {
        let answer = try attempt("overlay-privileged /none")
        #expect(answer["step"]?.text == "scratch" && answer["error"]?.text == "ENOENT")
        let locked = try attempt("overlay-unprivileged /proc", Workbench.asNobody)
        #expect(locked["works"] == .bool(false) && locked["step"]?.text == "scratch")
    }

    @Test(arguments: ["userns x", "overlay-privileged tmp", "nothing"])
    func whatIsNoAttemptIsAMistakeInTheCall(_ words: String) throws {
        let end = try Launch.run([
            Launch.program("muster"), "observe", "--attempt", "attempt " + words,
        ])
        #expect(end.exit == 64 && end.errors.contains("no such attempt"))
    }

    /// An XFS without file types, as EL7 made them for years. Needs mkfs.xfs with
    /// the old format (below 6.x new ones refuse) and a kernel that mounts it.
    @Test(arguments: ["-m crc=0 -n ftype=0", "-m crc=1 -n ftype=1"])
    func anXFSIsAskedForItsFileTypes(_ options: String) throws {
        let image = bench.root + "/xfs.img"
        let shell = """
            truncate -s 320M "$1" && mkfs.xfs -q \(options) "$1" && mkdir -p "$2" \
            && mount -o loop "$1" "$2" && chmod 777 "$2" || exit 99
            "$3" observe --attempt "attempt overlay-privileged $2"
            echo '{"patience":5000,"question":"capacity '"$2"'"}' \
            | "$3" observe --mount "$(findmnt -no MAJ:MIN --target "$2")"
            umount "$2"
            """
        let end = try Launch.run([
            "unshare", "-m", "--propagation", "private", "sh", "-c", shell, "sh", image,
            bench.root + "/xfs", Launch.program("muster"),
        ])
        if end.exit == 99 {
            print("skipped: no XFS with \(options) here: \(end.errors)")
            return
        }
        let lines = end.output.split(separator: "\n").map { try? JSONReader.value(in: $0.utf8) }
        try #require(lines.count == 2, "\(end)")
        #expect(lines[1]?["magic"]?.text == "0x58465342")
        #expect(lines[1]?["keeps_file_type"] == .bool(options.contains("ftype=1")))
        #expect(lines[0]?["works"] == .bool(options.contains("ftype=1")), "\(end.output)")
    }
}
