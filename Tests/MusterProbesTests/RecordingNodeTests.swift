import Foundation
import MusterModel
import Testing

@testable import MusterProbes

/// A fixture is made of a machine, without its names and inside its folder.
@Suite struct RecordingNodeTests {
    private let tree: ScratchTree

    init() throws { tree = try ScratchTree() }

    private func written(
        _ answers: [Question: Answer], hiding secrets: [(String, String)] = []
    ) async throws -> TreeNode {
        let node = RecordingNode(
            TreeNode(root: tree.root + "/none", recording: Recording(answers)))
        for question in answers.keys { _ = await node.answer(question) }
        try node.write(to: tree.root + "/out/fixture", hiding: secrets)
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

    @Test func namesOfTheMachineAreHiddenEverywhere() async throws {
        let name = "wn17.example.org"
        _ = try await written(
            [
                .read("/etc/hosts"): .text("10.0.0.1 \(name) wn17\n"),
                .run(["/bin/x"]): .program(ProgramEnd(exit: 0, output: name, errors: "on \(name)")),
                .list("/var/\(name)"): .names(["\(name).pem"]),
                .link("/l"): .text("/\(name)"),
                .read("/x"): .missing(Absence(.malformed, "/x: \"\(name)\", needed a number")),
            ], hiding: [("wn17", "host"), (name, "host.invalid"), ("org", "net")])
        let found = try #require(FileManager.default.enumerator(atPath: tree.root))
        for case let path as String in found {
            #expect(!path.contains("wn17"))
            let text = try? String(contentsOfFile: tree.root + "/" + path, encoding: .utf8)
            #expect(text?.contains("wn17") != true, "\(path): \(text ?? "")")
            #expect(text?.contains("example.net") != true, "short words stay")
        }
    }
}
