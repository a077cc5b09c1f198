import Foundation
import MusterModel
import Testing

@testable import MusterProbes

private let sampleFolder = ProcessInfo.processInfo.environment["MUSTER_SAMPLES"].map {
    $0 + "/sif"
}

/// Real SIF files, where a folder with them is given.
@Suite(.enabled(if: sampleFolder != nil, "MUSTER_SAMPLES names no folder"))
struct ImageSampleTests {
    private func value(_ aspect: String, of file: String) async throws -> FactValue? {
        let node = TreeNode(root: try #require(sampleFolder))
        let facts = await ImagesProbe.observe(
            node,
            watching: WatchList(["images.image": ["/\(file)"], "binds.bind": ["/cvmfs"]]))
        return facts.first { $0.key.name.aspect == aspect && $0.key.subject == "/\(file)" }?
            .reading.value
    }

    private static let key = "12045C8C0B1004D058DE4BEDA20C27EE7FF7BA84"

    @Test(arguments: [
        ("one-group.sif", "none", []), ("one-group-signed-pgp.sif", "present", [key]),
        ("one-group-signed-legacy.sif", "present", [key]),
        ("one-group-signed-dsse.sif", "present", []), ("empty.sif", "none", []),
    ])
    func signersAreRead(file: String, signature: String, signers: [String]) async throws {
        #expect(try await value("format", of: file) == .string("sif"))
        #expect(try await value("signature", of: file) == .string(signature))
        #expect(try await value("signers", of: file) == .list(signers))
    }

    @Test func theSquashfsInARealSIFIsRead() async throws {
        let file = "one-group-signed-pgp.sif"
        #expect(try await value("compressor", of: file) == .string("gzip"))
        #expect(try await value("missing-bind-points", of: file) == .list(["/cvmfs"]))
        #expect(try await value("architecture", of: file) == .string("i386"))
        #expect(
            try await value("digest", of: file)
                == .string(
                    "sha256:9f9c4e5e131934969b4ac8f495691c70b8c6c8e3f489c2c9ab5f1af82bce0604"))
    }

    @Test func theLaunchLineIsRead() async throws {
        #expect(
            try await value("launch-line", of: "one-group-signed-legacy.sif")
                == .string("#!/usr/bin/env run-singularity"))
    }
}
