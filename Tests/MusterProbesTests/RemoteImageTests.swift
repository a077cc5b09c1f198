import Foundation
import Glibc
import MusterModel
import Testing

@testable import MusterProbes

/// Images on servers, asked by curl and only on request: recorded answers of the
/// protocols, and a real server of files.
struct RemoteImageTests {
    private static let curl = "/usr/bin/curl"
    private static let usual = [
        curl, "--disable", "--globoff", "--silent", "--show-error", "--include", "--max-time", "8",
    ]
    private static let accept = [
        "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ].flatMap { ["--header", "Accept:\($0)"] }
    private static let digest = "sha256:" + String(repeating: "a1", count: 32)

    private static func registry(_ address: String, _ more: [String] = accept) -> Question {
        .run(
            usual + ["--proto", "=https", "--max-filesize", "1000000"] + more + ["--url", address])
    }

    private static func end(_ output: String) -> Answer {
        .program(ProgramEnd(exit: 0, output: output.replacing("\n", with: "\r\n")))
    }

    private func facts(
        _ image: String, _ answers: [Question: Answer], asking: Bool = true
    ) async throws -> [String: Reading] {
        let tree = try ScratchTree()
        try tree.file(Self.curl, "", mode: 0o755)
        var recording = Recording()
        recording.answers = answers
        recording.answers[.machine] = .text("x86_64")
        let node = TreeNode(root: tree.root, recording: recording)
        var subjects: [String: Set<String>] = ["images.image": [image]]
        if asking { subjects["images.server"] = ["*"] }
        let all = await ImagesProbe.observe(node, watching: WatchList(subjects))
        return Dictionary(
            uniqueKeysWithValues: all.filter { $0.key.subject == image }.map {
                ($0.key.name.aspect, $0.reading)
            })
    }

    @Test func nobodyIsAskedWithoutTheOption() async throws {
        let found = try await facts("docker://a/b", [:], asking: false)
        for aspect in ["present", "reachable", "digest"] {
            guard case .missing(let absence)? = found[aspect] else {
                Issue.record("\(aspect) has a value")
                continue
            }
            #expect(absence.reason == .notTried && absence.detail.contains("--remote-images"))
        }
    }

    @Test func aRegistryWantsATokenFirst() async throws {
        let manifest = "https://registry-1.docker.io/v2/library/alpine/manifests/3.19"
        let token =
            "https://auth.docker.io/token?service=registry.docker.io&scope=repository:"
            + "library/alpine:pull"
        let index = """
            {"manifests":[{"platform":{"architecture":"s390x"}},\
            {"platform":{"architecture":"amd64","os":"linux"}}]}
            """
        let found = try await facts(
            "docker://alpine:3.19",
            [
                Self.registry(manifest): Self.end(
                    """
                    HTTP/2 401
                    www-authenticate: Bearer realm="https://auth.docker.io/token",\
                    service="registry.docker.io",scope="repository:library/alpine:pull"

                    {"errors":[]}
                    """),
                Self.registry(token, []): Self.end("HTTP/2 200\n\n{\"token\":\"abc.def\"}"),
                Self.registry(manifest, Self.accept + ["--oauth2-bearer", "abc.def"]): Self.end(
                    "HTTP/2 200\nDocker-Content-Digest: \(Self.digest)\n\n\(index)"),
            ])
        #expect(found["present"] == .value(.bool(true)))
        #expect(found["reachable"] == .value(.bool(true)))
        #expect(found["digest"] == .value(.string(Self.digest)))
        #expect(found["architecture"] == .value(.string("x86_64")))
        #expect(found["native"] == .value(.bool(true)))
    }

    @Test(arguments: [
        ("HTTP/1.1 404 Not Found\n\n{}", Reading.value(.bool(false))),
        ("HTTP/1.1 200 OK\n\n{}", .value(.bool(true))),
        ("HTTP/1.1 200 Connection established\n\nHTTP/2 404\n\n", .value(.bool(false))),
        (
            "HTTP/1.1 403 Forbidden\n\n",
            .missing(Absence(.forbidden, "oras://r.example/x: the server wants an account (403)"))
        ),
        (
            "HTTP/1.1 500 No\n\n",
            .missing(Absence(.malformed, "oras://r.example/x: the server answers 500"))
        ),
        ("", .missing(Absence(.malformed, "oras://r.example/x: no answer of HTTP"))),
        ("<html>", .missing(Absence(.malformed, "oras://r.example/x: no answer of HTTP"))),
    ])
    func theStatusTells(output: String, present: Reading) async throws {
        let found = try await facts(
            "oras://r.example/x",
            [Self.registry("https://r.example/v2/x/manifests/latest"): Self.end(output)])
        #expect(found["present"] == present)
    }

    @Test func anotherArchitectureIsToldAsOne() async throws {
        let found = try await facts(
            "docker://r.example/x@\(Self.digest)",
            [
                Self.registry("https://r.example/v2/x/manifests/\(Self.digest)"): Self.end(
                    "HTTP/2 200\n\n{\"manifests\":[{\"platform\":{\"architecture\":\"arm64\"}}]}")
            ])
        #expect(found["architecture"] == .value(.string("aarch64")))
        #expect(found["native"] == .value(.bool(false)))
    }

    @Test func aSilentServerIsNotReachable() async throws {
        let question = Self.registry("https://r.example/v2/x/manifests/latest")
        let failed = ProgramEnd(exit: 28, output: "", errors: "curl: (28) timed out\n")
        let found = try await facts("docker://r.example/x", [question: .program(failed)])
        #expect(found["reachable"] == .value(.bool(false)))
        guard case .missing(let absence)? = found["present"] else {
            Issue.record("present has a value")
            return
        }
        #expect(absence.reason == .timedOut && absence.detail.contains("(28) timed out"))
    }

    @Test(arguments: [
        "realm=\"http://a.example/token\"", "realm=\"https://a.example/t?x\"", "service=\"x\"",
        "realm=\"https://a.example/a b\"",
    ])
    func aTokenIsFetchedFromAPlainAddressAlone(challenge: String) async throws {
        let found = try await facts(
            "docker://r.example/x",
            [
                Self.registry("https://r.example/v2/x/manifests/latest"): Self.end(
                    "HTTP/2 401\nwww-authenticate: Bearer \(challenge)\n\n")
            ])
        guard case .missing(let absence)? = found["present"] else {
            Issue.record("present has a value")
            return
        }
        #expect(absence.reason == .malformed)
    }

    @Test(arguments: [
        ("docker://alpine", "registry-1.docker.io", "library/alpine", "latest"),
        ("docker://atlas/analysis:1", "registry-1.docker.io", "atlas/analysis", "1"),
        ("docker://localhost/x", "localhost", "x", "latest"),
        ("oras://r.example:5000/a/b:2", "r.example:5000", "a/b", "2"),
        ("docker://r.example/a@sha256:0", "r.example", "a", "sha256:0"),
        ("docker://r.example/a:1@sha256:0", "r.example", "a", "sha256:0"),
    ])
    func aReferenceIsTakenApart(name: String, host: String, path: String, tag: String) throws {
        let address = try RegistryAddress(name)
        #expect(address.host == host && address.path == path && address.tag == tag)
    }

    @Test(arguments: [
        "docker://", "docker://a b", "docker://r.example/../x", "docker://r.example/x?y",
        "docker://a:", "docker://-\u{e9}",
    ])
    func aReferenceThatIsNoneIsRefused(name: String) {
        #expect(throws: Absence.self) { try RegistryAddress(name) }
    }
}
