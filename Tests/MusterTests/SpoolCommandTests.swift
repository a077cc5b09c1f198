import Foundation
import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// `muster spool` on folders that the real spool wrote.
@Suite struct SpoolCommandTests {
    /// A state folder with three reports, of which the second was refused, and a section.
    private struct State {
        let bench: Workbench
        let incarnation: String
        let section: Digest

        var path: String { bench.root + "/state" }
        var folder: String { "\(path)/spool/\(incarnation)" }

        init() throws {
            bench = try Workbench()
            let path = bench.root + "/state"
            _ = try SpoolFolder(path)
            var (incarnation, spool) = try SpoolHome.open(path + "/spool")
            var shelf = try SectionShelf(in: try SpoolFolder(path + "/sections"))
            let bytes = Array(#"{"facts":[],"format":1,"probe":"kernel"}"#.utf8)
            section = Digest(of: bytes)
            try shelf.put([section.text: bytes])
            self.incarnation = incarnation
            for kind in [SpoolEntry.Kind.verdict, .change, .verdict] {
                let plan = spool.plan(for: 100)
                let body = JSONValue.object([
                    "sequence": .integer(plan.sequence), "time": .integer(1_795_000_000),
                ])
                try spool.append(body.canonicalBytes, kind, sections: [section.text], plan)
                if kind == .change { spool.setAside(plan.sequence) }
            }
        }

        func file(_ number: Int, _ end: String) -> String {
            "\(folder)/000000000000000\(number).\(end)"
        }

        func run(_ words: String...) throws -> Launch.End {
            try Launch.run([Launch.program("muster"), "spool"] + words + ["--state", path])
        }
    }

    @Test func everyReportIsListedWithWhatBecameOfIt() throws {
        let state = try State()
        let end = try state.run("list")
        #expect(end.exit == 0, "\(end)")
        let lines = end.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 5, "\(end.output)")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(end.output)")
        #expect(lines[0] == "incarnation \(state.incarnation)")
        #expect(lines[1].hasPrefix("1        verdict  waits"))
        #expect(lines[1].contains("2026-11-18T"))
        #expect(lines[2].hasPrefix("2        change   refused"))
        #expect(lines[4].hasPrefix("2 reports wait, "))
        let json = try state.run("list", "--format", "json").output.split(separator: "\n")
            .map {
                try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
        #expect(json.map { $0["state"] as? String } == ["waits", "refused", "waits"])
        #expect(json.map { $0["sequence"] as? Int } == [1, 2, 3])
        #expect(json.allSatisfy { ($0["sections"] as? [String]) == [state.section.text] })
    }

    @Test func bodiesAndSectionsComeOutByteForByte() throws {
        let state = try State()
        #expect(try state.run("cat", "3").output == #"{"sequence":3,"time":1795000000}"# + "\n")
        #expect(try state.run("cat", "2").output.hasPrefix(#"{"sequence":2"#))
        #expect(try state.run("cat", state.section.text).output.contains(#""probe":"kernel""#))
        let missing = try state.run("cat", "9")
        #expect(missing.exit == 66)
        #expect(missing.errors.contains("9: not in the spool"))
        #expect(try state.run("cat", "../3").exit == 64)
    }

    @Test func aWholeSpoolIsWholeAndLookingChangesNothing() throws {
        let state = try State()
        let before = try FileManager.default.subpathsOfDirectory(atPath: state.path).sorted()
        let end = try state.run("check")
        #expect(end.exit == 0, "\(end)")
        #expect(end.output == "3 files, 0 damaged\n")
        #expect(try FileManager.default.subpathsOfDirectory(atPath: state.path).sorted() == before)
    }

    @Test func damageIsToldByFile() throws {
        let state = try State()
        let path = state.file(3, "verdict")
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 2] ^= 1
        try bytes.write(to: URL(filePath: path))
        try Data("other".utf8).write(
            to: URL(filePath: "\(state.path)/sections/\(state.section.text)"))
        let end = try state.run("check")
        #expect(end.exit == 1)
        #expect(end.output.contains("0000000000000003.verdict: its digest is not"))
        #expect(end.output.contains("sections/\(state.section.text): its bytes have another"))
        #expect(end.output.hasSuffix("3 files, 2 damaged\n"))
        #expect(try state.run("cat", "3").exit == 66)
        #expect(try state.run("list").output.contains("broken"))
    }

    /// Whatever lies there is told, and nothing waits for it or follows it.
    @Test func hostileFilesAreToldAndNotFollowed() throws {
        let state = try State()
        try FileManager.default.createSymbolicLink(
            atPath: state.file(4, "verdict"), withDestinationPath: "/etc/passwd")
        #expect(mkfifo(state.file(5, "verdict"), 0o600) == 0)
        try FileManager.default.createDirectory(
            atPath: state.file(6, "verdict"), withIntermediateDirectories: false)
        try Data("x".utf8).write(to: URL(filePath: state.folder + "/\u{1B}[31mred"))
        let end = try state.run("check")
        #expect(end.exit == 1)
        for number in 4...6 {
            #expect(end.output.contains("000000000000000\(number).verdict: "), "\(end.output)")
        }
        #expect(!end.output.contains("root:"))
        #expect(!end.output.contains("\u{1B}"))
    }

    @Test func aFolderThatIsNotThereIsSaid() throws {
        let bench = try Workbench()
        let end = try Launch.run([
            Launch.program("muster"), "spool", "list", "--state", bench.root + "/none",
        ])
        #expect(end.exit == 66)
        #expect(end.errors.contains("No such file or directory"))
    }

    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func anotherAccountsSpoolIsRootsToSeeAlone() throws {
        let state = try State()
        let end = try Launch.run(
            Workbench.asNobody + [
                Launch.program("muster"), "spool", "check", "--state", state.path,
            ])
        #expect(end.exit == 66)
        _ = try Launch.run(["chown", "-R", "65534", state.path])
        #expect(try state.run("check").exit == 0)
    }
}
