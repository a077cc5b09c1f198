import Foundation
import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// By what the service's judge judges, and what a bundle cannot reach.
@Suite struct BundleWeighTests {
    private static let cores = BundleScene.profile(
        "centre", require: "system.cpu.cores: {at least: 4}")
    private static let more = BundleScene.profile(
        "centre", require: "system.cpu.cores: {at least: 16}")

    @Test func aBundlesVerdictSaysWhoseItIs() throws {
        let scene = try BundleScene()
        let own = try scene.weigh(nil).body
        #expect(own["policy"]?["origin"]?.text == "built-in" && own.claim("centre") == nil)
        let bytes = try scene.signed(3, [Self.cores])
        let (result, body) = try scene.weigh(bytes)
        #expect(body.claim("centre") == "ready")
        #expect(body.claim("baseline") != nil, "the built-in profiles stay")
        #expect(body["policy"]?["version"]?.number == 3)
        let digest = try SignedBundle(reading: bytes).digest
        #expect(body["policy"]?["sha256"]?.text == digest.text)
        #expect(try ReportBody(reading: result.body).about["policy"] == body["policy"])
        let words = "check bundle 3 (sha256 \(digest))"
        #expect(result.entries.contains { $0["MUSTER_POLICY"] == words })
        #expect(try scene.weigh(try scene.signed(4, [Self.more])).body.claim("centre") == "unfit")
    }

    @Test func whatIsNotProvenIsNotJudgedByAndToldOnce() throws {
        let scene = try BundleScene()
        var bytes = try scene.signed(3, [Self.cores])
        bytes[bytes.count / 2] ^= 1
        let (first, body) = try scene.weigh(bytes)
        #expect(body.claim("centre") == nil && body["policy"]?["origin"]?.text == "built-in")
        #expect(body["troubles"]?.elements?.isEmpty == false)
        func told(_ result: WeighResult) -> Int {
            result.entries.count { [.trouble, .troubleOver].contains($0.event) }
        }
        #expect(told(first) == 1)
        let second = try scene.weigh(bytes, memory: first.memory).result
        #expect(told(second) == 0)
        #expect(told(try scene.weigh(nil, memory: second.memory).result) == 1, "it is over")
    }

    @Test func whoFollowsNobodyIsJudgedByHisOwn() throws {
        let scene = try BundleScene(follow: false)
        let body = try scene.weigh(try scene.signed(3, [Self.cores])).body
        #expect(body.claim("centre") == nil && body["policy"]?["origin"]?.text == "built-in")
    }

    @Test func aBundleThatEndedIsNotJudgedBy() throws {
        let scene = try BundleScene()
        let bytes = try scene.signed(3, [Self.cores], until: "2020-01-01")
        let body = try scene.weigh(bytes).body
        #expect(body.claim("centre") == nil)
        #expect(body["troubles"]?.elements?.first?.text?.contains("until 2020-01-01") == true)
    }

    /// The centre names a directory and an image: nobody looks there, and nobody calls the
    /// node ready for that.
    @Test func aBundleDoesNotSayWhatIsLookedAt() throws {
        let scene = try BundleScene()
        let each = "    each: {kind: binds.bind, in: [/secret]}"
        let bytes = try scene.signed(
            3,
            [
                BundleScene.profile(
                    "centre", require: "binds.bind.exists: {is: yes}", more: each)
            ])
        let body = try scene.weigh(bytes).body
        #expect(body.claim("centre") == "undetermined")
        let watched = body["sheet"]?["watch_list"]?["binds.bind"]?.elements ?? []
        #expect(!watched.contains(.string("/secret")))
    }

    // Drains

    private func pin(_ digest: String, in scene: BundleScene) throws {
        try scene.write(
            """
            format: muster-drain/1
            profiles:
              atlas: {sha256: \(digest), on: [unfit], settle: 1}
            """, to: "drain.yaml")
    }

    private func digest(_ words: [String] = []) throws -> String {
        let list = try Launch.run(
            [Launch.program("muster"), "checks", "list", "atlas"] + words
        ).output
        return String(try #require(list.firstMatch(of: /sha256 +([0-9a-f]{64})/)).output.1)
    }

    private func check(_ scene: BundleScene) throws -> Launch.End {
        try Launch.muster(
            "agent", "--check-config", "--verbose", "--config", scene.folder + "/muster.yaml",
            "--state", scene.folder + "/state")
    }

    private func notice(_ result: WeighResult) -> String {
        String(decoding: result.drain ?? [], as: UTF8.self)
    }

    /// A bundle in whose eyes every node is unfit.
    private func harsh(_ scene: BundleScene) throws -> [UInt8] {
        try scene.signed(
            3,
            [
                BundleScene.profile("atlas", require: "system.cpu.cores: {at least: 4096}")
            ])
    }

    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func noDrainFollowsABundleByItself() throws {
        let scene = try BundleScene()
        let bytes = try harsh(scene)
        try pin(try digest(), in: scene)
        let (result, body) = try scene.weigh(bytes)
        #expect(body.claim("atlas") == "unfit")
        #expect(notice(result).contains("state=keep\n"), "\(notice(result))")
        #expect(!result.entries.contains { $0.event == .drainRefused }, "it goes on by its own")
    }

    /// What is drained by the node's own rules stays so when a bundle finds it ready.
    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func noReleaseFollowsABundleEither() throws {
        let scene = try BundleScene()
        try scene.write(
            """
            format: muster-drain/1
            profiles:
              atlas: {sha256: \(try digest()), on: [undetermined, unfit], settle: 1}
            """, to: "drain.yaml")
        let own = try scene.weigh(nil).result
        #expect(notice(own).contains("state=drain\n"), "\(notice(own))")
        let mild = try scene.signed(
            3, [BundleScene.profile("atlas", require: "system.cpu.cores: {at least: 1}")])
        let (result, body) = try scene.weigh(mild, memory: own.memory)
        #expect(body.claim("atlas") == "ready")
        #expect(notice(result).contains("state=drain\n"), "\(notice(result))")
    }

    /// Root may say that a bundle's profile drains: by its digest, and no other.
    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func aPinnedBundleProfileDrains() throws {
        let scene = try BundleScene()
        let bytes = try harsh(scene)
        try scene.write(String(decoding: bytes, as: UTF8.self), to: "bundle")
        try pin(try digest(["--bundle", scene.folder + "/bundle"]), in: scene)
        let drained = notice(try scene.weigh(bytes).result)
        #expect(drained.contains("state=drain\n") && drained.contains("centre.one"), "\(drained)")
        #expect(try check(scene).exit == 78, "there is no bundle yet, as far as it can tell")
        try FileManager.default.createDirectory(
            atPath: scene.folder + "/state", withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try scene.write(String(decoding: bytes, as: UTF8.self), to: "state/bundle")
        let right = try check(scene)
        #expect(right.exit == 0, "\(right.errors)")
        #expect(right.output.contains("\njudged by check bundle 3 (sha256 "))
        // Any other content is not what root has read.
        let next = try scene.signed(
            4, [BundleScene.profile("atlas", require: "system.cpu.cores: {at least: 9999}")])
        let (result, _) = try scene.weigh(next)
        #expect(notice(result).contains("state=keep\n"))
        #expect(result.entries.contains { $0.event == .drainRefused })
    }
}
