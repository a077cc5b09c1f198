import Foundation
import Glibc
import LaunchKit
import MusterModel
import MusterStore
import Testing

/// `muster-collector bundles`, as whoever publishes calls it.
@Suite final class BundleCommandTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/bundles.\(UUID())"

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/checks.d", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    private func bundles(_ words: String...) throws -> Launch.End {
        try Launch.run([Launch.program("muster-collector"), "bundles"] + words)
    }

    private func make(
        _ version: Int, _ output: String, key: String = "key", _ more: [String] = []
    ) throws -> Launch.End {
        try Launch.run(
            [
                Launch.program("muster-collector"), "bundles", "make", "--config", folder, "--key",
                "\(folder)/\(key)", "--version", "\(version)", "--output", "\(folder)/\(output)",
            ] + more)
    }

    private static let profile = FollowingTests.profile(cores: 1) + "\n"

    @Test func fromAKeyToANode() throws {
        let key = try bundles("key", "--output", folder + "/key")
        let pinned = key.output.trimmingCharacters(in: .newlines)
        #expect(BundleKey(text: pinned) != nil && !key.output.contains("\n\n"))
        var status = stat()
        #expect(stat(folder + "/key", &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try bundles("key", "--output", folder + "/key").exit == 66, "written over")
        try write(Self.profile, to: "checks.d/centre.yaml")
        let made = try make(1, "b1", ["--until", "2030-01-31", "--note", "a try"])
        #expect(made.exit == 0, "\(made.errors)")
        #expect(try make(1, "b1").exit == 66, "written over")
        let shown = try bundles("show", folder + "/b1", "--key", pinned).output
        #expect(shown.contains("file       centre.yaml, \(Self.profile.utf8.count) bytes"))
        #expect(shown.contains("until      2030-01-31") && shown.contains("note       a try"))
        #expect(shown.contains(made.output.trimmingCharacters(in: .newlines)))
        let store = folder + "/collector.sqlite"
        #expect(
            try bundles("publish", folder + "/b1", "--key", pinned, "--store", store).exit == 66,
            "nobody hands out of a store that is not there")
        try SQLiteStore(at: store).close()
        #expect(try make(9, "late", ["--until", "2020-01-31"]).exit == 64)
        func publish(_ name: String, key: String) throws -> Launch.End {
            try bundles("publish", folder + "/" + name, "--key", key, "--store", store)
        }
        #expect(try publish("b1", key: pinned).output == "version 1 is handed out\n")
        #expect(try publish("b1", key: pinned).output == "version 1 is handed out already\n")
        try write(Self.profile + "\n", to: "checks.d/centre.yaml")
        #expect(try make(1, "other").exit == 0)
        let other = try publish("other", key: pinned)
        #expect(other.exit == 1 && other.errors.contains("version 1 was published"))
        #expect(try make(2, "b2").exit == 0)
        #expect(try publish("b2", key: pinned).exit == 0)
        #expect(try publish("b1", key: pinned).exit == 1)
        let list = try bundles("list", "--store", store).output.split(separator: "\n")
        #expect(list.map { $0.prefix(1) } == ["v", "2", "1"])
        let audit = try Launch.run([
            Launch.program("muster-collector"), "audit", "--store", store,
        ]).output
        #expect(audit.split(separator: "\n").count { $0.contains("bundle-published") } == 2)
    }

    @Test func whatANodeWouldRefuseIsNotMade() throws {
        _ = try bundles("key", "--output", folder + "/key")
        for (text, why) in [
            ("format: muster-waivers/1\nwaivers: []\n", "muster-waivers/1, a bundle holds"),
            (Self.profile.replacing("cpu.cores", with: "cpu.tails"), ":12:15: unknown fact"),
            (Self.profile.replacing("reason: because", with: ""), "without \"reason\""),
            ("", "a.yaml"),
        ] {
            try write(text, to: "a.yaml")
            let end = try make(1, "b", ["--checks", folder + "/a.yaml"])
            #expect(end.exit == 78 && end.errors.contains(why), "\(why): \(end.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder + "/b"))
        }
        #expect(try make(1, "b").exit == 78, "no file at all")
        #expect(try make(0, "b").exit == 64)
        #expect(try make(1, "b", ["--until", "soon"]).exit == 64)
        #expect(try make(1, "b", ["--checks", folder + "/none"]).exit == 66)
    }

    @Test func aKeyThatOthersReadDoesNotSign() throws {
        _ = try bundles("key", "--output", folder + "/key")
        try write(Self.profile, to: "checks.d/centre.yaml")
        #expect(chmod(folder + "/key", 0o640) == 0)
        let end = try make(1, "b")
        #expect(end.exit == 66 && end.errors.contains("needed mode 0600"))
        try write("nonsense", to: "nonsense")
        #expect(chmod(folder + "/nonsense", 0o600) == 0)
        #expect(try make(1, "b", key: "nonsense").exit == 66)
    }

    @Test func whatAnotherKeySignedIsNotPublished() throws {
        let pinned = try bundles("key", "--output", folder + "/key").output
        _ = try bundles("key", "--output", folder + "/other")
        try write(pinned, to: "pinned")
        try write(Self.profile, to: "checks.d/centre.yaml")
        #expect(try make(1, "b", key: "other").exit == 0)
        let store = folder + "/collector.sqlite"
        let end = try bundles(
            "publish", folder + "/b", "--key", folder + "/pinned", "--store", store)
        #expect(end.exit == 78 && end.errors.contains("no key that is pinned"))
        #expect(try bundles("show", folder + "/b", "--key", folder + "/pinned").exit == 78)
        #expect(try bundles("show", folder + "/b").output.contains("nobody looked"))
        try write("{}", to: "b")
        #expect(try bundles("show", folder + "/b").exit == 78)
    }
}
