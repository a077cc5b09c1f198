import Testing

@testable import MusterChecks

/// A site's own folder of check files, read by somebody else.
struct FolderTests {
    /// A folder of these files; nil for one that does not read.
    private func reader(_ files: [String: String?]) -> CheckFile.FolderReader {
        CheckFile.FolderReader(
            names: { (path) throws(ChecksError) in
                guard path == "/site" else { throw ChecksError(whole: path, .absent, "none") }
                return Array(files.keys)
            },
            text: { (path) throws(ChecksError) in
                guard let text = files[String(path.dropFirst("/site/".count))] ?? nil else {
                    throw ChecksError(whole: path, .unreadable, "a pipe, needed a file")
                }
                return text
            })
    }

    @Test func yamlFilesComeByNameAndNothingElse() {
        let files = ["b.yaml": "b: 1\n", "a.yaml": "a: 1\n", ".c.yaml": "", "a.yaml.rpmnew": ""]
        let found = CheckFile.inFolder("/site", by: reader(files))
        #expect(found.errors.isEmpty)
        #expect(found.files.map(\.name) == ["/site/a.yaml", "/site/b.yaml"])
        #expect(found.files.map(\.text) == ["a: 1\n", "b: 1\n"])
    }

    @Test func whatDoesNotReadIsAnErrorAndTheRestIsRead() {
        let found = CheckFile.inFolder("/site", by: reader(["a.yaml": "a: 1\n", "b.yaml": nil]))
        #expect(found.files.map(\.name) == ["/site/a.yaml"])
        #expect(found.errors.map(\.description) == ["/site/b.yaml: a pipe, needed a file"])
    }

    @Test func aMissingFolderIsAnError() {
        let found = CheckFile.inFolder("/nowhere", by: reader([:]))
        #expect(found.errors.map(\.code) == [.absent] && found.files.isEmpty)
    }

    @Test func tooManyFilesAreRefused() {
        let names = (0...CheckFile.filesAtMost).map { ("\($0).yaml", String?.some("")) }
        let found = CheckFile.inFolder(
            "/site", by: reader(Dictionary(uniqueKeysWithValues: names)))
        #expect(found.files.isEmpty)
        #expect(found.errors.map(\.code) == [.size])
    }
}
