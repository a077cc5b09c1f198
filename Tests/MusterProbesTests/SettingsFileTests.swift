import MusterModel
import Testing

@testable import MusterProbes

/// Units and daemon settings, read as systemd reads them.
@Suite struct SettingsFileTests {
    private func settings(_ text: String) -> SettingsFile {
        var file = SettingsFile()
        file.read(text, from: "x")
        return file
    }

    @Test(arguments: ["", "junk", "[Service", "=", "# K=v", "; K=v", "\\", "[Other]\nK=v", "K=v"])
    func whatIsNoAssignmentOfTheSectionSaysNothing(_ text: String) {
        #expect(settings(text).last("K", in: "Service") == nil)
        #expect(settings(text).all("K", in: "Service") == [])
    }

    @Test(arguments: [
        ("[S]\nK=a\nK=b", "b"), ("[S]\nK = a b ", "a b"), ("[S]\nK=a\nK=", nil),
        ("[S]\nK=a \\\n# between\n  b", "a  b"), ("[S]\nK=a\\", "a"), ("[S]\r\nK=a\r\n", "a"),
    ])
    func theLastAssignmentCounts(_ text: String, _ expected: String?) {
        #expect(settings(text).last("K", in: "S")?.value == expected)
    }

    @Test func anEmptyAssignmentForgetsThoseBefore() {
        let lines = settings("[S]\nK=a\nK=\nK=b\nK=c").all("K", in: "S")
        #expect(lines.map(\.value) == ["b", "c"])
    }

    @Test func aHugeFileIsCut() {
        let text = "[S]\n" + String(repeating: "K=v\n", count: 10_000)
        #expect(settings(text).lines.count < SettingsFile.linesAtMost)
    }

    @Test func dropInsFollowInTheOrderOfTheirNamesAndHideEachOther() async throws {
        var node = PaperNode()
        node.files = [
            "/etc/systemd/x.conf": "[S]\nK=main\n",
            "/usr/lib/systemd/x.conf": "[S]\nK=vendor\n",
            "/usr/lib/systemd/x.conf.d/10-a.conf": "[S]\nL=vendor\n",
            "/usr/lib/systemd/x.conf.d/50-b.conf": "[S]\nM=hidden\n",
            "/etc/systemd/x.conf.d/50-b.conf": "[S]\nK=drop\n",
            "/etc/systemd/x.conf.d/README": "[S]\nK=readme\n",
        ]
        let file = try await SettingsFile.read("x.conf", in: SettingsFile.daemonFolders, on: node)
        #expect(file.last("K", in: "S")?.value == "drop")
        #expect(file.last("K", in: "S")?.origin == "/etc/systemd/x.conf.d/50-b.conf")
        #expect(file.last("L", in: "S")?.value == "vendor")
        #expect(file.last("M", in: "S") == nil)
        #expect(file.files.first == "/etc/systemd/x.conf")
    }

    @Test func aMissingFileIsAbsentAndARefusedOneForbidden() async {
        var node = PaperNode()
        let folders = SettingsFile.daemonFolders
        await #expect(throws: Absence.self) {
            try await SettingsFile.read("x.conf", in: folders, on: node)
        }
        node.refused = ["/etc/systemd/x.conf"]
        let result = await Result.of { () async throws(Absence) in
            try await SettingsFile.read("x.conf", in: folders, on: node)
        }
        #expect(result.reason == .forbidden)
    }
}
