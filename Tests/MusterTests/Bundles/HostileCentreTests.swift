import Foundation
import Glibc
import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// A service that follows a centre in whose place somebody else stands.
@Suite final class HostileCentreTests {
    private let bench: Workbench
    private let scene: BundleScene
    private let server: CollectorDouble
    private var agent: Process?
    private static let good = BundleScene.profile(
        "centre", require: "system.cpu.cores: {at least: 1}")

    init() throws {
        (bench, scene) = (try Workbench(), try BundleScene())
        server = try CollectorDouble(in: bench, tls: true)
        try scene.write(
            """
            format: muster-agent/1
            collector:
              urls: ["\(server.address)/collect"]
              ca: \(server.certificate ?? "")
              deadline: 5 s
            bundles: {follow: yes, keys: [\(scene.secret.key.text)]}
            """, to: "muster.yaml")
    }

    deinit {
        agent?.terminate()
        agent?.waitUntilExit()
    }

    private func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: Launch.program("muster"))
        process.arguments = [
            "agent", "--observe-here", "--config", scene.folder + "/muster.yaml", "--state",
            scene.folder + "/state", "--drains", scene.folder,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        agent = process
    }

    private func answer(_ manner: String, with bundle: [UInt8] = []) throws {
        try Data(bundle).write(to: URL(filePath: server.folder + "/bundle"))
        try manner.write(
            toFile: server.folder + "/bundle-manner", atomically: true, encoding: .utf8)
    }

    private var record: String {
        (try? String(contentsOfFile: scene.folder + "/state/bundle-record", encoding: .utf8)) ?? ""
    }

    private var stored: Int { server.text(of: "stored").split(separator: "\n").count }
    private var asked: Int { server.headers.split(separator: "\n").count { $0 == "GET" } }

    /// Whatever the answer is, reports are delivered and nothing of it is taken; then a
    /// genuine bundle is.
    @Test func reportsGoOnAndNothingIsTaken() throws {
        let strange = try #require(
            SignedBundle(
                try CheckBundle(
                    version: 9, made: 1, files: [.init(name: "a.yaml", text: Self.good)]),
                by: BundleSecret()))
        try answer("endless")
        try start()
        let agent = try #require(agent)
        for (index, manner) in ["endless", "packed", "moved", "huge", "bundle"].enumerated() {
            try answer(manner, with: strange.bytes)
            if index > 0 { kill(agent.processIdentifier, SIGHUP) }
            #expect(Workbench.eventually(within: 60) { asked == index + 1 }, "\(manner)")
            #expect(stored > index, "\(manner)")
        }
        #expect(Workbench.eventually(within: 60) { record.contains("no key that is pinned") })
        #expect(record.contains(#""version":0"#))
        let bundle = scene.folder + "/state/bundle"
        #expect(!FileManager.default.fileExists(atPath: bundle))
        try answer("bundle", with: try scene.signed(3, [Self.good]))
        kill(agent.processIdentifier, SIGHUP)
        #expect(Workbench.eventually(within: 60) { FileManager.default.fileExists(atPath: bundle) })
        #expect(record.contains(#""version":3"#) && agent.isRunning)
    }
}
