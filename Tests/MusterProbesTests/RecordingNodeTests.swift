import Foundation
import MusterModel
import Testing

@testable import MusterProbes

/// A fixture is made of a machine, without its names and inside its folder.
@Suite struct RecordingNodeTests {
    private let tree: ScratchTree

    init() throws { tree = try ScratchTree() }

    private func written(
        _ answers: [Question: Answer], hiding redaction: Redaction = Redaction(host: nil)
    ) async throws -> TreeNode {
        let node = RecordingNode(
            TreeNode(root: tree.root + "/none", recording: Recording(answers)))
        for question in answers.keys { _ = await node.answer(question) }
        try node.write(to: tree.root + "/out/fixture", hiding: redaction)
        let path = tree.root + "/out/fixture/answers.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return TreeNode(
            root: tree.root + "/out/fixture/tree", recording: try Recording(json: text))
    }

    @Test func aMachineIsReplayed() async throws {
        let answers: [Question: Answer] = [
            .read("/etc/os-release"): .text("ID=x\n"), .machine: .text("riscv64"),
            .read("/proc/none"): .missing(Absence(.forbidden, "locked")),
            .list("/etc"): .names(["os-release"]),
        ]
        let replayed = try await written(answers)
        for (question, answer) in answers {
            #expect(await replayed.answer(question) == answer, "\(question)")
        }
    }

    /// A path comes from files that a probe read; a fixture is often made by root.
    @Test func nothingIsWrittenOutsideTheFixture() async throws {
        let question = Question.read("/etc/../../../../escaped")
        let replayed = try await written([question: .text("x")])
        #expect(await replayed.answer(question) == .text("x"))
        let manager = FileManager.default
        #expect(try manager.contentsOfDirectory(atPath: tree.root) == ["out"])
        #expect(try manager.contentsOfDirectory(atPath: tree.root + "/out") == ["fixture"])
    }

    /// Question and answer, file and link: what was found under one name is found
    /// under its placeholder.
    @Test func namesOfTheMachineAreHiddenEverywhere() async throws {
        let name = "wn17.grid.example.edu"
        let replayed = try await written(
            [
                .read("/etc/hosts"): .text("10.0.0.1 \(name) wn17\n"),
                .run(["/bin/x"]): .program(ProgramEnd(exit: 0, output: name, errors: "on \(name)")),
                .list("/var/\(name)"): .names(["a", "\(name).pem"]),
                .read("/var/\(name)/\(name).pem"): .text("10.0.0.1 squid.grid.example.edu"),
                .link("/l"): .text("/\(name)"), .link("/\(name)"): .missing(Absence(.absent, name)),
                .read("/x"): .missing(Absence(.malformed, "/x: \"\(name)\", needed a number")),
            ], hiding: Redaction(host: name))
        let found = try #require(FileManager.default.enumerator(atPath: tree.root))
        for case let path as String in found {
            #expect(!path.contains("wn17"))
            let text = try? String(contentsOfFile: tree.root + "/" + path, encoding: .utf8)
            for secret in ["wn17", "grid.example.edu", "10.0.0.1", "squid"] {
                #expect(text?.contains(secret) != true, "\(path): \(text ?? "")")
            }
        }
        guard case .names(let names) = await replayed.answer(.list("/var/node.example.org")),
            case .text(let link) = await replayed.answer(.link("/l"))
        else {
            Issue.record("the folder or the link is not found under its placeholder")
            return
        }
        #expect(names == ["a", "node.example.org.pem"])
        #expect(link == "/node.example.org")
        let key = "/var/node.example.org/node.example.org.pem"
        #expect(await replayed.answer(.read(key)) == .text("192.0.2.1 host1.example.org"))
    }

    @Test func theCallersFoldersAreRecordedWithoutNames() async throws {
        let node = RecordingNode(
            TreeNode(
                root: tree.root + "/none",
                recording: {
                    var recording = Recording()
                    recording.searchPath = ["/home/wn17/bin"]
                    return recording
                }()))
        try node.write(to: tree.root + "/fixture", hiding: Redaction(host: "wn17"))
        let path = tree.root + "/fixture/answers.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try Recording(json: text).searchPath == ["/home/node/bin"])
    }
}
