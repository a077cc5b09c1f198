import Foundation
import LaunchKit
import Testing

/// `--push` of the static build, which has to ask the program curl.
@Suite(
    .enabled(if: Payload.isBuilt, "packaging/static/build was not run"),
    .enabled(if: CollectorDouble.hasCurl, "needs curl, which is not installed"),
    .enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct PayloadPushTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func check(
        _ words: [String], as account: [String], environment: [String: String]
    ) throws -> Launch.End {
        try Launch.run(
            account + [
                Payload.folder + "/muster", "check", "--no-journal", "--only", "kernel",
                "--profile", "baseline", "--exit-code", "never",
            ] + words, environment: environment)
    }

    /// A program in curl's place sees what a real one is given.
    @Test func theTokenTravelsWithoutACommandLine() throws {
        let server = try CollectorDouble(in: bench, tls: true)
        let token = bench.root + "/token"
        try "  s3cr3t.token==\n".write(toFile: token, atomically: true, encoding: .utf8)
        let words = [
            "--push", server.address + "/stored", "--push-ca", try #require(server.certificate),
            "--token-file", token,
        ]
        _ = try bench.script(
            "curl",
            """
            echo "$*" >'\(bench.root)/asked'; env >>'\(bench.root)/asked'
            exec /usr/bin/curl "$@"
            """)
        let end = try check(
            words, as: Workbench.asNobody,
            environment: [
                "PATH": bench.root + ":/usr/bin:/bin", "https_proxy": "http://192.0.2.1:1",
                "HOME": bench.root,
            ])
        #expect(end.exit == 0, "\(end.errors)")
        #expect(server.headers.contains("Authorization: Bearer s3cr3t.token=="))
        let asked = try String(contentsOfFile: bench.root + "/asked", encoding: .utf8)
        #expect(asked.contains("--config /proc/"))
        #expect(!asked.contains("s3cr3t") && !asked.contains("192.0.2.1"), "\(asked)")
    }

    @Test func aCurlThatNeverEndsCostsItsDeadline() throws {
        _ = try bench.script("curl", "trap '' TERM; sleep 600 & wait; sleep 600")
        let end = try check(
            ["--push", "http://127.0.0.1:9/", "--push-deadline", "1 s"], as: Workbench.asNobody,
            environment: ["PATH": bench.root + ":/usr/bin:/bin"])
        #expect(end.exit == 75)
        #expect(end.errors.contains("no answer within 1 s"), "\(end.errors)")
    }
}
