import AuditExamples
import Foundation
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// What people and programs read, over HTTP.
@Suite struct PageTests {
    private let bench: CollectorBench
    private static let bait = #"x<svg onload=alert(1)>"'&javascript:\u202e</script>"#

    init() throws { bench = try CollectorBench() }

    /// Two nodes of one site, judged and folded; as whoever reads everything.
    private func reading(
        _ role: Credential.Role = .readAll, site: String? = nil,
        _ body: @Sendable (RunningCollector, [String]) async throws -> Void
    ) async throws {
        var hostile = AuditExample.troubled
        hostile.facts += AuditExample.injections.enumerated().compactMap { index, text in
            FactName("kernel.bait.n\(index)").map {
                Fact(FactKey($0), .value(.string(text + Self.bait)), from: text)
            }
        }
        try await bench.take([
            try CollectorBench.envelope(hostile),
            try CollectorBench.envelope(try CollectorBench.mended(), node: "wn2"),
        ])
        _ = await bench.judged(by: CollectorBench.policy())
        let rollup = Rollup(
            bench.store, profiles: ["baseline", "atlas"], now: { bench.now },
            trouble: { Issue.record("\($0)") })
        await rollup.age()
        let token = SecretToken()
        _ = try await bench.store.keep(
            Credential(
                role: role, site: site, digest: token.digest, label: "", made: 0, expires: .max))
        try await bench.serving { (server) async throws in
            try await body(server, ["Authorization: Bearer \(token.text)"])
        }
    }

    private static let pages = [
        "/", "/?profile=atlas&standing=not-ready&search=ex&order=nodes", "/sites/EXAMPLE-T2",
        "/sites/EXAMPLE-T2?profile=atlas", "/sites/EXAMPLE-T2/nodes?profile=baseline",
        "/sites/EXAMPLE-T2/nodes?profile=baseline&check=userns.enabled&verdict=unfit&search=",
        "/sites/EXAMPLE-T2/nodes/wn1", "/checks", "/checks?profile=atlas",
        "/checks/userns.enabled", "/profiles", "/profiles/atlas", "/report", "/history",
        "/report?profile=atlas", "/what-if", "/sites/EXAMPLE-T2/ticket?profile=atlas",
        "/running?kind=kernel&name=5.14.0", "/report.html",
    ]

    @Test(arguments: pages)
    func everyPageIsWholeAndWellFormed(_ path: String) async throws {
        try await reading { (server, words) async throws in
            let answer = try server.ask(path, words)
            #expect(answer.status == 200, "\(answer.body.prefix(300))")
            #expect(answer.headers.contains("default-src 'none'; style-src 'sha256-"))
            #expect(answer.body.utf8.count < 300_000)
            let file = bench.folder + "/page.html"
            try Data(answer.body.utf8).write(to: URL(filePath: file))
            let tidy = try Launch.run(["tidy", "-errors", "-quiet", file])
            let errors = tidy.errors.split(separator: "\n").filter { $0.contains("Error") }
            #expect(errors.isEmpty, "\(errors)")
            for word in ["<svg onload", "<script", "javascript:alert", "\u{202E}"] {
                #expect(!answer.body.contains(word), "\(word)")
            }
        }
    }

    @Test func whatIsNotThereIsToldAndWhatDoesNotFit() async throws {
        try await reading { (server, words) async throws in
            for path in ["/sites/NOWHERE", "/sites/EXAMPLE-T2/nodes/wn9", "/checks/no", "/x"] {
                #expect(try server.ask(path, words).status == 404, "\(path)")
            }
            for path in ["/?tier=9", "/?standing=good", "/?offset=-1", "/?search=%FF"] {
                #expect(try server.ask(path, words).status == 400, "\(path)")
            }
            #expect(try server.ask("/?whatever=1", words).status == 200)
            for path in ["/api/v1/sites/NOWHERE/nodes", "/sites/NOWHERE/nodes"] {
                #expect(try server.ask(path, words).status == 404, "\(path)")
            }
            for (path, method) in [("/", "DELETE"), ("/api/v1/sites", "TRACE"), ("/x", "PUT")] {
                let answer = try server.ask(path, words + ["-X\(method)"])
                #expect(answer.status == 405, "\(path) \(method)")
            }
            #expect(try server.ask("/api/v1/reports", words).status == 405)
        }
    }

    @Test func whoIsNotKnownReadsNothing() async throws {
        try await reading { (server, _) async throws in
            for path in Self.pages + ["/metrics", "/api/v1/sites"] {
                let answer = try server.ask(path)
                #expect(answer.status == 401 && !answer.body.contains("EXAMPLE-T2"), "\(path)")
                #expect(answer.headers.lowercased().contains("www-authenticate: bearer, basic"))
            }
            #expect(try server.ask("/healthz").status == 200)
        }
    }

    @Test func aSitesReaderReadsOfIt() async throws {
        try await reading(.readSite, site: "OTHER") { (server, words) async throws in
            for path in [
                "/sites/EXAMPLE-T2", "/sites/EXAMPLE-T2/nodes/wn1",
                "/api/v1/sites/EXAMPLE-T2/nodes", "/api/v1/sites/EXAMPLE-T2/history",
            ] {
                #expect(try server.ask(path, words).status == 404, "\(path)")
            }
            for path in ["/", "/checks", "/checks/userns.enabled", "/api/v1/sites", "/metrics"] {
                let answer = try server.ask(path, words)
                #expect(answer.status == 200 && !answer.body.contains("EXAMPLE-T2"), "\(path)")
            }
        }
    }

    @Test func aBrowserComesInWithAPassword() async throws {
        try await reading { (server, words) async throws in
            let token = words[0].split(separator: " ").last.map(String.init) ?? ""
            let pair = Data("anybody:\(token)".utf8).base64EncodedString()
            #expect(try server.ask("/", ["Authorization: Basic \(pair)"]).status == 200)
        }
    }

    @Test func programsReadTheSame() async throws {
        try await reading { (server, words) async throws in
            func json(_ path: String) throws -> JSONValue {
                let answer = try server.ask("/api/v1" + path, words)
                #expect(answer.status == 200, "\(path): \(answer.body.prefix(200))")
                return try JSONReader.value(in: Array(answer.body.utf8))
            }
            let sites = try json("/sites?profile=baseline")
            #expect(sites["total"] == .integer(1))
            #expect(sites["standings"]?.elements?.first?["standing"]?.text == "not-ready")
            let nodes = try json("/sites/EXAMPLE-T2/nodes?check=userns.enabled")
            #expect(nodes["nodes"]?.elements?.map { $0["node"]?.text } == ["wn1"])
            let node = try json("/sites/EXAMPLE-T2/nodes/wn1")
            #expect(node["verdicts"]?.elements?.count == 2)
            let sheets = try json("/sites/EXAMPLE-T2/sheets")
            #expect(sheets["sheets"]?.elements?.count == 2)
            let digest = try #require(sheets["sheets"]?.elements?.first?["sheet"]?.text)
            #expect(try json("/sites/EXAMPLE-T2/sheets/\(digest)")["sections"] != nil)
            let history = try json("/sites/EXAMPLE-T2/history?limit=3")["transitions"]
            #expect(history?.elements?.count == 3)
            #expect(try json("/checks/userns.enabled")["findings"]?.elements?.count == 2)
            #expect(try json("/checks?profile=baseline")["checks"]?.elements?.isEmpty == false)
            #expect(try json("/standings")["tallies"]?.elements?.count == 2)
            #expect(try json("/profiles")["profiles"]?.elements?.count == 2)
            for path in ["/sites?x=1", "/sites?limit=0", "/sites?limit=1&limit=2", "/sites?tier=a"]
            {
                #expect(try server.ask("/api/v1" + path, words).status == 400, "\(path)")
            }
        }
    }

    @Test func whoHasItAlreadyIsToldSo() async throws {
        try await reading { (server, words) async throws in
            let first = try server.ask("/api/v1/sites", words)
            let line = first.headers.split(whereSeparator: \.isNewline)
                .first { $0.lowercased().hasPrefix("etag:") }
            let tag = try #require(line).dropFirst(6)
            let again = try server.ask("/api/v1/sites", words + ["If-None-Match: \(tag)"])
            #expect(again.status == 304 && again.body.isEmpty)
            let other = try server.ask("/api/v1/sites", words + ["If-None-Match: \"x\""])
            #expect(other.status == 200)
        }
    }

    @Test func prometheusReadsTheStandings() async throws {
        try await reading { (server, words) async throws in
            let answer = try server.ask("/metrics", words)
            #expect(
                answer.body.contains(
                    "muster_site_standing{site=\"EXAMPLE-T2\",profile=\"baseline\",standing=\"not-ready\"} 1"
                ))
            let file = bench.folder + "/metrics"
            try Data(answer.body.utf8).write(to: URL(filePath: file))
            let tool = try Launch.run(["sh", "-c", "promtool check metrics < \(file)"])
            #expect(tool.exit == 0, "\(tool)")
        }
    }

    /// `MUSTER_UPDATE_GOLDEN=1` writes the document anew.
    @Test func theApisDocumentIsAsExpected() throws {
        let library = Library(
            bench.store, RegistryKeeper(bench.store), CollectorBench.policy(), .usual,
            now: { 0 })
        let made = OpenAPIDocument.json(of: library.endpoints).canonicalText + "\n"
        let golden = Launch.package.appending(path: "docs/reference/openapi.json")
        if ProcessInfo.processInfo.environment["MUSTER_UPDATE_GOLDEN"] == "1" {
            try made.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: golden, encoding: .utf8) == made,
            "openapi.json differs; MUSTER_UPDATE_GOLDEN=1 writes it anew")
        #expect(Set(library.endpoints.map(\.path)).count == library.endpoints.count)
    }
}
