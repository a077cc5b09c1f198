import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// `muster adopt`: what a node takes over from a centre.
@Suite struct AdoptCommandTests {
    private static let good = BundleScene.profile(
        "centre", require: "system.cpu.cores: {at least: 4}")

    @Test func aGoodBundleIsAdoptedAndItsVersionRemembered() throws {
        let scene = try BundleScene()
        var record = BundleRecord()
        #expect(try scene.adopt(try scene.signed(3, [Self.good]), &record) == "adopted")
        #expect(record.version == 3)
        let old = try scene.adopt(try scene.signed(2, [Self.good]), &record)
        #expect(old == "version 2: version 3 was seen before")
    }

    @Test(arguments: [
        (["not: [yaml"], "f0.yaml:2:"), ([""], "f0.yaml"), (["#!/bin/sh\nid\n"], "f0.yaml"),
        (["format: muster-waivers/1\nwaivers: []\n"], "muster-waivers/1, a bundle holds"),
        (
            [BundleScene.profile("centre", require: "system.cpu.tomorrow: {at least: 4}")],
            "f0.yaml:13:15: unknown fact"
        ),
        ([good, good], "profile \"centre\" again"),
        ([good + "\nrun: /bin/sh\n"], "unknown key \"run\""),
        (
            ["format: muster-checks/1\nprofile: p\ntitle: t\ndated: 2026-11-30\nchecks: []\n"],
            "without a check"
        ),
    ])
    func whatDoesNotLoadIsRefusedWhole(_ texts: [String], _ why: String) throws {
        let scene = try BundleScene()
        var record = BundleRecord()
        let answer = try scene.adopt(try scene.signed(3, texts), &record)
        #expect(answer.contains(why), "\(answer)")
        #expect(!answer.contains("\n") && record.version == 3, "it was genuine")
        #expect(try scene.adopt(try scene.signed(4, [Self.good]), &record) == "adopted")
    }

    /// The reader of YAML has its bounds, whoever signed.
    @Test func deepNestingEndsWithARefusal() throws {
        let scene = try BundleScene()
        var record = BundleRecord()
        let deep = String(repeating: "[", count: 100_000)
        let answer = try scene.adopt(try scene.signed(3, [deep]), &record)
        #expect(answer.hasPrefix("version 3: bundle 3/f0.yaml:1:"), "\(answer)")
    }

    @Test func aStrangerIsNotRead() throws {
        let (scene, other) = (try BundleScene(), try BundleScene())
        var record = BundleRecord()
        let answer = try scene.adopt(try other.signed(9, [Self.good]), &record)
        #expect(answer.contains("no key that is pinned here") && record.version == 0)
        #expect(try scene.adopt(Array("<html>".utf8), &record) != "adopted")
    }

    @Test func aNodeWithoutAPinnedKeyTakesNothing() throws {
        let scene = try BundleScene()
        let bytes = try scene.signed(3, [Self.good])
        try scene.write("format: muster-agent/1\n", to: "muster.yaml")
        var record = BundleRecord()
        #expect(try scene.adopt(bytes, &record).contains("pinned"))
    }

    /// What the service would judge by, for a person with the file in hand.
    @Test func aPersonMayTryABundle() throws {
        let scene = try BundleScene()
        let bytes = try scene.signed(3, [Self.good])
        try scene.write(String(decoding: bytes, as: UTF8.self), to: "bundle")
        let path = scene.folder + "/bundle"
        let list = try Launch.muster("checks", "list", "centre", "--bundle", path)
        #expect(list.output.contains("centre.one"))
        let check = try Launch.muster(
            "check", "--profile", "centre", "--bundle", path, "--format", "json", "--no-journal")
        let json = try JSONReader.value(in: Array(check.output.utf8).dropLast())
        #expect(json["policy"]?["version"]?.number == 3, "\(check.errors)")
        let text = try Launch.muster("check", "--profile", "centre", "--bundle", path)
        #expect(text.output.contains("judged by check bundle 3"))
        try scene.write("{}", to: "bundle")
        #expect(try Launch.muster("check", "--bundle", path).exit == 78)
        #expect(try Launch.muster("check", "--bundle", path + "2").exit == 66)
    }

    @Test func aConfigurationThatFollowsNeedsAKeyAndACollector() throws {
        let scene = try BundleScene()
        func errors(_ text: String) throws -> String {
            try scene.write("format: muster-agent/1\n" + text, to: "muster.yaml")
            return try Launch.muster(
                "agent", "--check-config", "--config", scene.folder + "/muster.yaml"
            ).errors
        }
        let key = scene.secret.key.text
        let urls = "collector: {urls: [\"https://c.example.org/\"]}\n"
        #expect(try errors("\(urls)bundles: {follow: yes, keys: [\(key)]}\n") == "")
        #expect(try errors("\(urls)bundles: {follow: yes}\n").contains("without keys"))
        let lonely = try errors("bundles: {follow: yes, keys: [\(key)]}\n")
        #expect(lonely.contains("without collector"))
        #expect(try errors("bundles: {keys: [abc]}\n").contains("muster.yaml:2:18: "))
        #expect(try errors("bundles: {follow: perhaps}\n").contains("muster.yaml:2:19: "))
    }
}
