import Foundation
import Glibc
import LaunchKit
import Testing

/// The whole program on images: the look inside happens in a child, as an ordinary
/// user, and `--root` reads the same from a tree.
@Suite struct ImageLookTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private static let hasSquashfs = FileManager.default.isExecutableFile(
        atPath: "/usr/bin/mksquashfs")

    /// A small root folder with this machine's shell.
    private func makeRoot(mode: Int = 0o755) throws -> String {
        let files = FileManager.default
        let root = bench.root + "/image"
        for folder in ["usr/bin", "etc", "cvmfs"] {
            try files.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        try files.createSymbolicLink(atPath: root + "/bin", withDestinationPath: "usr/bin")
        let shell = URL(filePath: "/bin/sh").resolvingSymlinksInPath()
        try files.copyItem(atPath: shell.path, toPath: root + "/usr/bin/sh")
        try "ID=almalinux\nVERSION_ID=9.4\n".write(
            toFile: root + "/etc/os-release", atomically: true, encoding: .utf8)
        guard chmod(root, mode_t(mode)) == 0 else { throw CocoaError(.fileWriteNoPermission) }
        return root
    }

    /// The facts of the audit, `aspect` to value or reason.
    private func facts(_ image: String, _ more: [String] = []) throws -> [String: String] {
        let end = try Launch.run(
            [
                Launch.program("muster"), "check", "--only", "images", "--no-journal", "--format",
                "json", "--images", image, "--binds", "/data:/scratch",
            ] + more)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(end.output.utf8)) as? [String: Any],
            "\(end.errors)")
        var found: [String: String] = [:]
        for case let fact as [String: Any] in Self.facts(in: report)
        where fact["subject"] as? String == image {
            guard let name = (fact["name"] as? String)?.split(separator: ".").last else { continue }
            found[String(name)] = (fact["value"] ?? fact["missing"]).map { "\($0)" }
        }
        return found
    }

    private static func facts(in json: Any) -> [Any] {
        switch json {
        case let object as [String: Any] where object["origin"] != nil: [object]
        case let object as [String: Any]: object.values.flatMap { facts(in: $0) }
        case let array as [Any]: array.flatMap { facts(in: $0) }
        default: []
        }
    }

    private func machine() throws -> String {
        try Launch.run(["uname", "-m"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func aFolderIsLookedIntoByAChild() throws {
        let found = try facts(try makeRoot())
        #expect(found["format"] == "directory")
        #expect(found["generation"] == "el9")
        #expect(found["architecture"] == (try machine()))
        #expect(found["native"] == "1")
        #expect(found["missing-bind-points"]?.contains("/scratch") == true)
        #expect(found["missing-bind-points"]?.contains("/data") == false)
        #expect(found["missing-bind-points"]?.contains("/cvmfs") == false)
    }

    @Test(.enabled(if: hasSquashfs, "needs mksquashfs, of squashfs-tools"))
    func aSquashfsIsLookedIntoByAChild() throws {
        let image = bench.root + "/image.sqfs"
        let made = try Launch.run(
            ["mksquashfs", try makeRoot(), image, "-quiet", "-no-progress", "-comp", "zstd"])
        try #require(made.exit == 0, "\(made.errors)")
        let found = try facts(image)
        #expect(found["format"] == "squashfs")
        #expect(found["compressor"] == "zstd")
        #expect(found["generation"] == "el9")
        #expect(found["architecture"] == (try machine()))
        #expect(found["readable"] == "1")
    }

    /// Root could look, payloads could not: the child is no root.
    @Test(.enabled(if: Workbench.isRoot, "\(Workbench.needsRoot)"))
    func whatUsersMayNotReadIsNotLookedInto() throws {
        let image = try makeRoot(mode: 0o700)
        let found = try facts(image)
        #expect(found["present"] == "1")
        #expect(found["readable"] == "0")
        #expect(found["format"] == "forbidden")
        #expect(found["os"] == "forbidden")
    }

    @Test func aDirectoryImageAsRootIsAMachine() throws {
        let root = try makeRoot()
        let end = try Launch.run(
            [
                Launch.program("muster"), "check", "--root", root, "--only", "system", "--format",
                "json",
            ])
        #expect(end.output.contains("almalinux"))
    }

    @Test func anImageInATreeIsReadFromTheTree() throws {
        _ = try makeRoot()
        let found = try facts("/image", ["--root", bench.root])
        #expect(found["format"] == "directory")
        #expect(found["generation"] == "el9")
        #expect(found["native"] == "not-tried")
        #expect(found["readable"] == "not-tried")
    }

    @Test(arguments: ["relative.sif", "/a/../b", "docker://"])
    func whatIsNoImageIsAUsageError(_ text: String) throws {
        let end = try Launch.muster("check", "--images", text)
        #expect(end.exit == 64)
        #expect(end.errors.contains("--images: "))
    }

    @Test func aLookThatIsNoneIsRefused() throws {
        let end = try Launch.muster("observe", "--inside", "inside 0 0 relative")
        #expect(end.exit == 64)
    }
}
