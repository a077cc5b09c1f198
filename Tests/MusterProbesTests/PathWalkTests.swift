import MusterModel
import Testing

@testable import MusterProbes

/// Walks stop before a mount that may block, whatever way leads to it.
@Suite struct PathWalkTests {
    private let tree: ScratchTree

    init() throws {
        tree = try ScratchTree()
        try tree.file("/mnt/hung/a/b", "never touched")
        try tree.file("/etc/file", "x")
    }

    private static let hung: Mount? = Mount(line: "2 1 0:47 / /mnt/hung rw - fuse.x s rw")

    /// Where a walk stops, `/mnt/hung` and everything below being the mount.
    private func crossing(
        _ path: String, following: Bool = true
    ) throws -> String? {
        let table = MountTable([try #require(Self.hung)])
        let walk = PathWalk(root: tree.root, stops: { table.blocking($0) })
        switch try walk.walk(to: path, following: following) {
        case .here: return nil
        case .crossing(let mount, let there):
            #expect(mount.device == "0:47")
            return there
        }
    }

    @Test(arguments: [
        ("/mnt/hung", "/mnt/hung"), ("/mnt/hung/", "/mnt/hung"), ("/mnt/hung/a/b", "/mnt/hung/a/b"),
        ("/etc/../mnt/hung/a", "/mnt/hung/a"), ("/mnt/./hung/../hung", "/mnt/hung/../hung"),
        ("/mnt/hung/../../etc/file", "/mnt/hung/../../etc/file"),
    ])
    func theWalkStopsBeforeTheMount(path: String, there: String) throws {
        #expect(try crossing(path) == there)
    }

    @Test(arguments: [
        ("/mnt/hung", "/l", "/mnt/hung"), ("mnt/hung/a", "/l", "/mnt/hung/a"),
        ("/mnt/hung", "/l/a/b", "/mnt/hung/a/b"), ("../mnt", "/l/hung/x", "/mnt/hung/x"),
    ])
    func theWalkStopsBehindALink(target: String, path: String, there: String) throws {
        try tree.link("/l", to: target)
        #expect(try crossing(path) == there)
    }

    @Test func theLastLinkIsNotFollowedWhereItIsMeant() throws {
        try tree.link("/l", to: "/mnt/hung")
        #expect(try crossing("/l", following: false) == nil)
        #expect(try crossing("/l/a", following: false) == "/mnt/hung/a")
        #expect(try crossing("/mnt/hung", following: false) == "/mnt/hung")
    }

    @Test(arguments: ["/", "/mnt", "/etc/file", "/mnt/../etc"])
    func otherPathsAreWalked(_ path: String) throws { #expect(try crossing(path) == nil) }

    @Test func aCombiningCharacterDoesNotLeadPastTheStop() throws {
        try tree.file("/mnt/hung/\u{301}x", "never touched")
        #expect(try crossing("/mnt/hung/\u{301}x") == "/mnt/hung/\u{301}x")
    }

    @Test func aRootThatMayBlockIsNotTouched() throws {
        let mount = try #require(Mount(line: "1 0 0:47 / / rw - nfs s rw"))
        let walk = PathWalk(root: "/nowhere", stops: { _ in mount })
        guard case .crossing(_, let path) = try walk.walk(to: "/a/../b") else {
            Issue.record("walked")
            return
        }
        #expect(path == "/a/../b")
    }

    @Test func whereItLandsHasNoLinks() throws {
        try tree.link("/l", to: "etc")
        let walk = PathWalk(root: tree.root, stops: { _ in nil })
        guard case .here(_, let landed) = try walk.walk(to: "/l/./../l/file") else {
            Issue.record("a crossing without mounts")
            return
        }
        #expect(landed == "/etc/file")
    }
}
