import Foundation
import Glibc
import LaunchKit
import MusterChecks
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// A collector over TLS, what a centre publishes there, and a node's own service that follows.
@Suite struct FollowingTests {
    private let bench: CollectorBench
    private let secret = BundleSecret()

    init() throws { bench = try CollectorBench() }

    static func profile(cores: Int) -> String {
        """
        format: muster-checks/1
        profile: centre
        title: the centre's
        dated: 2026-11-30
        checks:
          - id: centre.cores
            title: there are cores
            level: required
            reason: because
            remedy: buy some
            source: {text: t, date: 2026-11-30}
            require: {system.cpu.cores: {at least: \(cores)}}
        """
    }

    private func publish(_ version: Int64, cores: Int) async throws -> SignedBundle {
        var maker = BundleMaker(version: version, made: 1)
        maker.note = "cores"
        let (bundle, _) = try maker.bundle(of: [
            .init(name: "centre.yaml", text: Self.profile(cores: cores))
        ])
        let signed = try #require(SignedBundle(bundle, by: secret))
        _ = try await bench.store.publish(
            PublishedBundle(version: version, digest: signed.digest, published: 1), signed.bytes)
        return signed
    }

    /// The service, until the process is let go.
    private func agent(of port: Int, trusting authority: String) async throws -> Process {
        let token = SecretToken()
        _ = try await bench.store.keep(
            Credential(
                role: .join, site: "EXAMPLE-T2", digest: token.digest, label: "", made: 0,
                expires: .max))
        let folder = bench.folder
        try token.text.write(toFile: folder + "/token", atomically: true, encoding: .utf8)
        try """
        format: muster-agent/1
        site: EXAMPLE-T2
        collector:
          urls: ["https://localhost:\(port)/api/v1/reports"]
          ca: \(authority)
          token: \(folder)/token
        bundles: {follow: yes, keys: [\(secret.key.text)]}
        """.write(toFile: folder + "/muster.yaml", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: Launch.program("muster"))
        process.arguments = [
            "agent", "--observe-here", "--config", folder + "/muster.yaml", "--state",
            folder + "/state", "--drains", folder,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// What the node remembers for ever; nil where it has seen no bundle.
    private var record: JSONValue? {
        let text = try? String(
            contentsOfFile: bench.folder + "/state/bundle-record", encoding: .utf8)
        return text.flatMap { try? JSONReader.value(in: Array($0.utf8)) }
    }

    private var recorded: Int64? { record?["version"]?.number }

    /// What the node claims now: whose checks, and the centre's verdict.
    private func claimed() async throws -> (policy: PolicyOrigin?, verdict: String?) {
        let store = bench.store
        guard let row = try await store.sites().first,
            let state = try await store.states(at: row.id, after: 0, atMost: 1).first,
            let bytes = try await store.content([state.claims], at: row.name)[state.claims]
        else { return (nil, nil) }
        let claims = try JSONReader.value(in: bytes).elements ?? []
        let about = try JSONReader.value(in: state.about)
        return (
            PolicyOrigin(json: about["policy"]),
            claims.first { $0["profile"]?.text == "centre" }?["verdict"]?.text
        )
    }

    /// Waits until something holds, for as long as a node under load may need.
    private func eventually(_ holds: () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(150)
        while try await !holds() {
            if ContinuousClock.now > end { return false }
            poll(nil, 0, 50)
        }
        return true
    }

    @Test func aBundleChangesTheVerdictAndSoDoesGoingBack() async throws {
        let authority = try CertificateMaker(in: bench.folder)
        try await bench.serving(certificate: authority) { (server) async throws in
            let first = try await publish(1, cores: 1)
            let agent = try await agent(of: server.port, trusting: authority.authority)
            defer {
                agent.terminate()
                agent.waitUntilExit()
            }
            #expect(try await eventually { recorded == 1 }, "asked for behind a delivery")
            #expect(try await claimed().policy == .builtIn, "the first look came before")
            let second = try await publish(2, cores: 9999)
            // Read again, it looks at once, delivers, and asks.
            for (signed, verdict, next) in [(first, "ready", 2), (second, "unfit", 3)] {
                if next == 3 { _ = try await publish(3, cores: 1) }
                kill(agent.processIdentifier, SIGHUP)
                #expect(try await eventually { try await claimed().verdict == verdict })
                guard case .bundle(let mark)? = try await claimed().policy else {
                    Issue.record("no bundle")
                    return
                }
                #expect(mark.digest == signed.digest && mark.keyID == secret.key.id)
                #expect(try await eventually { recorded == Int64(next) })
            }
            // The old content under a higher version.
            kill(agent.processIdentifier, SIGHUP)
            #expect(try await eventually { try await claimed().verdict == "ready" })
            // What somebody in the collector's place puts back is not taken.
            try await replay(first, asVersion: 4)
            kill(agent.processIdentifier, SIGHUP)
            #expect(
                try await eventually {
                    record?["refusal"]?.text?.contains("version 3 was seen before") == true
                })
            #expect(recorded == 3)
            #expect(try await claimed().verdict == "ready")
        }
    }

    /// A collector that hands out an old bundle as if it were the newest.
    private func replay(_ old: SignedBundle, asVersion version: Int64) async throws {
        let publication = try await bench.store.publish(
            PublishedBundle(version: version, digest: Digest(of: [7]), published: 1), old.bytes)
        #expect(publication == .published)
    }
}
