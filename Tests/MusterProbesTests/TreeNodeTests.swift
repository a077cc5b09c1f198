import Glibc
import MusterModel
import Testing

@testable import MusterProbes

/// A tree of files that a stranger made: nothing leaves it, nothing waits.
@Suite struct TreeNodeTests {
    private let tree: ScratchTree
    private let outside: ScratchTree
    private var node: TreeNode { TreeNode(root: tree.root) }

    init() throws {
        (tree, outside) = (try ScratchTree(), try ScratchTree())
        try outside.file("/secret", "outside")
        try tree.file("/etc/secret", "inside")
        try tree.file("/secret", "top")
    }

    private func reason(_ path: String) async -> Absence.Reason? {
        do {
            _ = try await node.text(of: path)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [
        ("/secret", "top"), ("/etc/secret", "inside"), ("//etc///secret", "inside"),
        ("/etc/./secret", "inside"), ("/etc/../secret", "top"), ("/../../secret", "top"),
        ("/etc/../../../etc/secret", "inside"),
    ])
    func pathsAreReadBelowTheRoot(path: String, text: String) async throws {
        #expect(try await node.text(of: path) == text)
    }

    @Test(arguments: [
        ("/etc/secret", "inside"), ("secret", "top"), ("../secret", "top"),
        ("../../../../secret", "top"), ("/../../secret", "top"), ("etc/../etc/secret", "inside"),
    ])
    func linksStayInTheTree(target: String, text: String) async throws {
        try tree.link("/l", to: target)
        #expect(try await node.text(of: "/l") == text)
    }

    @Test func aLinkOutOfTheTreeFindsNothing() async throws {
        try tree.link("/l", to: outside.root + "/secret")
        try tree.link("/folder", to: outside.root)
        let up = String(repeating: "../", count: 20)
        try tree.link("/up", to: up + outside.root.dropFirst() + "/secret")
        for path in ["/l", "/folder/secret", "/up", "/folder/../l"] {
            #expect(await reason(path) == .absent, "\(path)")
        }
    }

    /// A combining character would swallow the slash before it, if paths were
    /// split by characters, and the kernel would follow the link in front.
    @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}"])
    func aCombiningCharacterIsNoWayOut(_ sign: String) async throws {
        try outside.file("/\(sign)secret", "outside")
        try tree.link("/folder", to: outside.root)
        try tree.link("/l", to: "folder/\(sign)secret")
        #expect(await reason("/folder/\(sign)secret") == .absent)
        #expect(await reason("/l") == .absent)
        try tree.file("/here/\(sign)secret", "inside")
        #expect(try await node.text(of: "/here/\(sign)secret") == "inside")
    }

    @Test func parentsAreThoseOfTheLinksTarget() async throws {
        try tree.file("/a/b/file", "x")
        try tree.file("/a/other", "of a")
        try tree.link("/l", to: "a/b")
        #expect(try await node.text(of: "/l/../other") == "of a")
    }

    @Test func linkLoopsEnd() async throws {
        try tree.link("/self", to: "self")
        try tree.link("/a", to: "/b")
        try tree.link("/b", to: "a/x")
        for path in ["/self", "/a", "/b/c"] { #expect(await reason(path) == .malformed) }
    }

    @Test func aLongChainOfLinksIsFollowedAsFarAsTheKernelDoes() async throws {
        try tree.link("/l1", to: "secret")
        for number in 2...41 { try tree.link("/l\(number)", to: "l\(number - 1)") }
        #expect(try await node.text(of: "/l40") == "top")
        #expect(await reason("/l41") == .malformed)
    }

    /// Every `..` walks from the root again; a stranger's links must not multiply.
    @Test func aDeepTreeOfParentsEndsSoon() async throws {
        let deep = String(repeating: "/d", count: 400)
        try tree.folder(deep)
        try tree.link(deep + "/l", to: String(repeating: "../d/", count: 700) + "l")
        let start = Moment.now
        #expect(await reason(deep + "/l") == .malformed)
        #expect(Moment.now - start < 5_000)
    }

    @Test func whatIsNoFileIsNotOpened() async throws {
        try tree.pipe("/pipe")
        try tree.folder("/folder")
        try tree.link("/null", to: "/device")
        for path in ["/pipe", "/folder"] { #expect(await reason(path) == .malformed) }
        #expect(try await node.attributes(of: "/pipe").kind == .pipe)
        if mknod(tree.root + "/device", S_IFCHR | 0o666, 0x103) == 0 {
            #expect(await reason("/null") == .malformed)
            #expect(try await node.attributes(of: "/null").kind == .device)
        }
    }

    @Test func namesOfAFolderAreSortedAndThoseOfAFileMissing() async throws {
        try tree.folder("/f/b")
        try tree.file("/f/a")
        try tree.link("/f/.c", to: "nowhere")
        #expect(try await node.names(in: "/f") == [".c", "a", "b"])
        await #expect(throws: Absence.self) { _ = try await node.names(in: "/f/a") }
        await #expect(throws: Absence.self) { _ = try await node.names(in: "/f/.c") }
    }

    @Test(arguments: ["/none", "/secret/below", "/etc/none/x"])
    func whatIsNotThereIsAbsent(_ path: String) async throws {
        #expect(await reason(path) == .absent)
        #expect(try await node.exists(path) == false)
    }

    @Test(arguments: ["", "secret", "/sec\u{0}ret", "../secret"])
    func whatIsNoAbsolutePathIsMalformed(_ path: String) async {
        #expect(await reason(path) == .malformed)
    }

    /// Root reads everything; as another user this is asked of an observer, too.
    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func whatMayNotBeReadIsForbidden() async throws {
        try tree.file("/locked", "x", mode: 0o000)
        #expect(await reason("/locked") == .forbidden)
    }

    @Test func linksAreReadAndNothingElseIsALink() async throws {
        try tree.link("/l", to: "../somewhere")
        try tree.link("/folder", to: "/etc")
        try tree.link("/etc/inner", to: "x")
        #expect(try await node.target(of: "/l") == "../somewhere")
        #expect(try await node.target(of: "/folder/inner") == "x")
        let error = await #expect(throws: Absence.self) { try await node.target(of: "/secret") }
        #expect(error?.reason == .absent)
    }

    @Test func aLongFileIsCut() async throws {
        try tree.file("/long", String(repeating: "x", count: Question.contentAtMost + 9))
        #expect(try await node.text(of: "/long").utf8.count == Question.contentAtMost)
    }

    @Test func recordedAnswersComeFirst() async throws {
        let recording = Recording([
            .read("/secret"): .text("recorded"), .machine: .text("aarch64"),
            .read("/etc/secret"): .missing(Absence(.forbidden, "locked")),
        ])
        let node = TreeNode(root: tree.root, recording: recording)
        #expect(try await node.text(of: "/secret") == "recorded")
        #expect(try await node.machine() == "aarch64")
        let error = await #expect(throws: Absence.self) { try await node.text(of: "/etc/secret") }
        #expect(error == Absence(.forbidden, "locked"))
    }

    @Test(arguments: QuestionTests.all)
    func liveCallsAreNotTriedOnATree(_ question: Question) async {
        let live: Bool =
            switch question {
            case .read, .list, .attributes, .link, .bytes, .inside: false
            default: true
            }
        guard live else { return }
        guard case .missing(let absence) = await node.answer(question) else {
            Issue.record("\(question) was answered")
            return
        }
        #expect(absence.reason == .notTried)
    }

    @Test func aRootThatIsNoneIsAbsent() async {
        let node = TreeNode(root: tree.root + "/none")
        await #expect(throws: Absence.self) { try await node.text(of: "/etc/secret") }
        #expect(node.vantage.place == .tree && node.mountTablePath == "/proc/1/mountinfo")
    }

    @Test func anAnswerOfAnotherKindIsMalformed() async {
        let node = TreeNode(
            root: tree.root,
            recording: Recording([
                .read("/a"): .names([]), .list("/a"): .text(""), .machine: .names([]),
                .silence("/a"): .text("soon"),
            ]))
        await #expect(throws: Absence.self) { try await node.text(of: "/a") }
        await #expect(throws: Absence.self) { try await node.names(in: "/a") }
        await #expect(throws: Absence.self) { try await node.machine() }
        await #expect(throws: Absence.self) { try await node.silence(of: "/a") }
    }

    @Test(arguments: [("12\n", 12), (" -3 ", -3), ("9223372036854775807", Int64.max)])
    func numbersAreRead(text: String, number: Int64) async throws {
        try tree.file("/n", text)
        #expect(try await node.number(of: "/n") == number)
    }

    @Test(arguments: ["", "x", "1 2", "9223372036854775808", "0x10", "1\u{0}"])
    func whatIsNoNumberIsMalformed(_ text: String) async throws {
        try tree.file("/n", text)
        let error = await #expect(throws: Absence.self) { try await node.number(of: "/n") }
        #expect(error?.reason == .malformed)
    }
}
