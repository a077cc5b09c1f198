import AuditExamples
import Foundation
import MusterModel
import MusterProbes
import MusterStore
import Testing

@testable import MusterCollector

/// What nodes are handed, and what is seen of who follows.
@Suite struct BundleRoutesTests {
    private let bench: CollectorBench
    private let secret = BundleSecret()
    private static let path = "/api/v1/bundle"

    init() throws { bench = try CollectorBench() }

    private func publish(_ version: Int64) async throws -> SignedBundle {
        let bundle = try CheckBundle(
            version: version, made: 1, files: [.init(name: "a.yaml", text: "x")])
        let signed = try #require(SignedBundle(bundle, by: secret))
        let publication = try await bench.store.publish(
            PublishedBundle(version: version, digest: signed.digest, published: 1), signed.bytes)
        #expect(publication == .published)
        return signed
    }

    private func header(_ role: Credential.Role, site: String? = "EXAMPLE-T2") async throws
        -> String
    {
        let token = SecretToken()
        _ = try await bench.store.keep(
            Credential(
                role: role, site: site, digest: token.digest, label: "", made: 0, expires: .max))
        return "Authorization: Bearer \(token.text)"
    }

    @Test func theHighestVersionIsHandedOutAndOnce() async throws {
        let node = try await header(.join)
        try await bench.serving { (server) async throws in
            #expect(try server.ask(Self.path, [node]).status == 404, "nothing is published")
            let first = try await publish(1)
            let answer = try server.ask(Self.path, [node])
            #expect(answer.status == 200 && Array(answer.body.utf8) == first.bytes)
            #expect(answer.headers.lowercased().contains("etag: \"\(first.digest)\""))
            let tag = "If-None-Match: \"\(Digest(of: [1]))\", \"\(first.digest)\""
            #expect(try server.ask(Self.path, [node, tag]).status == 304)
            let second = try await publish(2)
            let newer = try server.ask(Self.path, [node, tag])
            #expect(newer.status == 200 && Array(newer.body.utf8) == second.bytes)
        }
    }

    @Test func nobodyUnknownGetsOne() async throws {
        let (reader, site) = (try await header(.readAll, site: nil), try await header(.report))
        _ = try await publish(1)
        try await bench.serving { (server) async throws in
            #expect(try server.ask(Self.path).status == 401)
            #expect(try server.ask(Self.path, ["Authorization: Bearer muster_no"]).status == 401)
            #expect(try server.ask(Self.path, [reader]).status == 200)
            #expect(try server.ask(Self.path, [site]).status == 200)
            // Nobody publishes over the network.
            #expect(try server.ask(Self.path, [site], sending: [1]).status == 405)
        }
        var rules = IdentityRules()
        rules.isOpenOnLoopback = true
        try await bench.serving(rules) { (server) async throws in
            #expect(try server.ask(Self.path).status == 200, "a quickstart is open")
        }
    }

    /// A node says by whose checks it judged itself, in any words it likes.
    @Test func aNodesPageAndItsDocumentSayByWhatItJudgedItself() async throws {
        let mark = PolicyOrigin.Mark(version: 3, digest: Digest(of: [1]), keyID: secret.key.id)
        let report = AuditExample.troubled.report
        for (node, policy) in [("wn1", PolicyOrigin.bundle(mark)), ("wn2", .builtIn)] {
            let id = try #require(
                ReportID(
                    site: nil, node: node, incarnation: CollectorBench.incarnation, sequence: 1))
            let told = AuditReport(
                version: "0.1.0", identity: report.identity, sheet: report.sheet,
                gauges: report.gauges, judgements: report.judgements, took: .zero,
                date: report.date, policy: policy)
            try await bench.take([
                try Envelope(
                    told, as: id, at: 1_795_737_000, by: ProbeCatalogue.vocabulary)
            ])
        }
        _ = await bench.judged(by: CollectorBench.policy())
        let reader = try await header(.readAll, site: nil)
        try await bench.serving { (server) async throws in
            let place = "/sites/EXAMPLE-T2/nodes"
            let page = try server.ask("\(place)/wn1", [reader]).body
            #expect(page.contains("check bundle 3 (sha256 \(mark.digest))"))
            #expect(try server.ask("\(place)/wn2", [reader]).body.contains("the built-in checks"))
            let json = try JSONReader.value(
                in: Array(try server.ask("/api/v1\(place)/wn1", [reader]).body.utf8))
            #expect(PolicyOrigin(json: json["about"]?["policy"]) == .bundle(mark))
        }
    }
}
