import Foundation
import Testing

@testable import MusterChecks

/// A site's own folder of check files.
struct FolderTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "muster-checks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func write(_ text: String, _ path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    @Test func yamlFilesComeByNameAndNothingElse() throws {
        try inFolder { folder in
            try write("b: 1\n", folder + "/b.yaml")
            try write("a: 1\n", folder + "/a.yaml")
            try write("hidden\n", folder + "/.c.yaml")
            try write("other\n", folder + "/a.yaml.rpmnew")
            let found = CheckFile.inFolder(folder)
            #expect(found.errors.isEmpty)
            #expect(found.files.map(\.name) == [folder + "/a.yaml", folder + "/b.yaml"])
            #expect(found.files.map(\.text) == ["a: 1\n", "b: 1\n"])
        }
    }

    @Test func whatIsNoReadableFileIsAnErrorAndTheRestIsRead() throws {
        try inFolder { folder in
            try write("a: 1\n", folder + "/a.yaml")
            try FileManager.default.createDirectory(
                atPath: folder + "/b.yaml", withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/c.yaml", withDestinationPath: "nowhere")
            try Data([0x61, 0xFF]).write(to: URL(filePath: folder + "/d.yaml"))
            try Data(count: (1 << 20) + 1).write(to: URL(filePath: folder + "/e.yaml"))
            #expect(mkfifo(folder + "/f.yaml", 0o600) == 0)
            let found = CheckFile.inFolder(folder)
            #expect(found.files.map(\.name) == [folder + "/a.yaml"])
            #expect(
                found.errors.map(\.description) == [
                    "\(folder)/b.yaml: no regular file",
                    "\(folder)/c.yaml: No such file or directory", "\(folder)/d.yaml: no UTF-8",
                    "\(folder)/e.yaml: more than 1048576 bytes",
                    "\(folder)/f.yaml: no regular file",
                ])
            #expect(found.errors[1].code == .absent)
        }
    }

    @Test func aMissingFolderIsAnError() {
        let found = CheckFile.inFolder("/nonexistent/checks.d")
        #expect(found.errors.map(\.code) == [.absent])
        #expect(
            found.errors.first?.description == "/nonexistent/checks.d: No such file or directory")
    }

    @Test func tooManyFilesAreRefused() throws {
        try inFolder { folder in
            for index in 0...CheckFile.filesAtMost { try write("", folder + "/\(index).yaml") }
            let found = CheckFile.inFolder(folder)
            #expect(found.files.isEmpty)
            #expect(found.errors.map(\.code) == [.size])
        }
    }
}
