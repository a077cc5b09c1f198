import Foundation
import MusterModel
import Testing

@testable import MusterProbes

private let bash = "/bin/bash"

/// The evaluator against bash itself: it may say that it does not know, but where
/// it claims a value that value is bash's.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: bash)))
struct CvmfsBashTests {
    private static let names = ["CVMFS_A", "CVMFS_B", "CVMFS_C"]

    @Test func claimsNothingThatBashDenies() async throws {
        var generator = ScriptGenerator()
        let scripts = (0..<300).map { _ in generator.script() }
        let answers = try await answers(to: scripts)
        try #require(answers.count == scripts.count)
        var claims = 0
        for (script, answer) in zip(scripts, answers) {
            let evaluation = await CvmfsStage(["/etc/passwd": "x"]).evaluation(of: script)
            for (name, value) in zip(Self.names, answer) {
                let claim = evaluation.shown(name) ?? "unset"
                if claim == "?" { continue }
                claims += 1
                #expect(claim == value, "\(name) in\n\(script)")
            }
        }
        // An evaluator that never knows would pass all of the above.
        #expect(claims > 400)
    }

    /// What bash has in the variables after each script; `unset` for none.
    private func answers(to scripts: [String]) async throws -> [[String]] {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, script) in scripts.enumerated() {
            let file = folder.appending(path: String(format: "%04d", index))
            try script.write(to: file, atomically: true, encoding: .utf8)
        }
        let shown = Self.names.map { "\"${\($0)-unset}\"" }.joined(separator: " ")
        let process = Process()
        process.executableURL = URL(filePath: bash)
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin"]
        process.arguments = [
            "--norc", "-c",
            "for f in *; do ( trap 'printf \"%s\\037\" \(shown) >&3; printf \"\\036\" >&3' EXIT;"
                + " . ./$f ) 3>&1 >/dev/null 2>&1 </dev/null; done",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\u{1E}").map { record in
            record.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

/// Makes shell files of the kinds that configurations hold, and some worse ones.
private struct ScriptGenerator {
    private var seed: UInt64 = 7

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return choices[Int(seed >> 33) % choices.count]
    }

    /// The first line names all variables, since a client takes no others.
    mutating func script() -> String {
        "if false; then CVMFS_A= CVMFS_B= CVMFS_C=; fi\n" + body()
    }

    private mutating func body() -> String {
        (0..<pick([2, 4, 7])).map { _ in statement(3) }.joined(
            separator: pick(["\n", "\n", " ; "]))
    }

    private mutating func name() -> String { pick(["CVMFS_A", "CVMFS_B", "CVMFS_C"]) }

    private mutating func value() -> String {
        let (one, two) = (name(), name())
        return pick([
            "1", "2", "", "yes", "\"$\(one)\"", "$\(one)", "${\(one)}x", "\"a b\"", "'$x'",
            "${\(one):-7}", "${\(one):=$\(two)}", "${\(one)+set}", "a\\ b", "\"$\(one);$\(two)\"",
            "`echo 3`", "$((1+1))", "\"${\(one):-\"q r\"}\"", "x#y", "${\(one)%1}",
        ])
    }

    private mutating func test() -> String {
        let (one, two) = (name(), name())
        return pick([
            "[ -z \"$\(one)\" ]", "[ -n \"$\(one)\" ]", "[ -z $\(one) ]", "[ \"$\(one)\" = 1 ]",
            "[ x$\(one) = x ]", "[ \"$\(one)\" != \"$\(two)\" ]", "[ \"$\(one)\" -gt 1 ]",
            "[ $\(one) -lt 2 ]", "! [ -z \"$\(two)\" ]", "[ -f /etc/passwd ]", "true", "false",
            "[[ $\(one) == 1 ]]", "[ \"$\(one)\" = 1 -o \"$\(two)\" = 2 ]", "nosuch",
            "[ ! $\(one) ]",
        ])
    }

    private mutating func statement(_ depth: Int) -> String {
        let kind = pick(Array(0..<(depth > 0 ? 16 : 9)))
        switch kind {
        case 0...5: return "\(name())=\(value())"
        case 6: return pick(["export ", "readonly ", ""]) + "\(name())=\(value())"
        case 7: return "\(name())+=\(value())"
        case 8: return pick(["unset \(name())", "nosuch \(name())=3", "\(name())=4 nosuch", ":"])
        case 9...12:
            let (one, two) = (statement(depth - 1), statement(depth - 1))
            return "if \(test()); then \(one); else\n\(two)\nfi"
        case 13: return "\(test()) && \(statement(depth - 1))"
        case 14: return "\(test()) || \(name())=\(value()) && \(name())=\(value())"
        default:
            return pick([
                "case 1 in 1) \(name())=5;; esac", "for \(name()) in 1 2; do :; done",
                "eval '\(name())=6'", "return", "# \(name())=9\n", "( \(name())=8 )", "exit",
                "f() { \(name())=3; }; f", "if \(test()); then return; fi", "{ \(name())=1; }",
            ])
        }
    }
}
