import Foundation
import HTTPTypes
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// Who is let in, over real TLS.
@Suite struct GateTests {
    private let bench: CollectorBench
    private let site = "EXAMPLE-T2"

    init() throws { bench = try CollectorBench() }

    private func token(
        _ role: Credential.Role, _ site: String? = "EXAMPLE-T2", expires: Int64 = .max,
        uses: Int64? = nil
    ) async throws -> (text: String, credential: Credential) {
        let token = SecretToken()
        let kept = try await bench.store.keep(
            Credential(
                role: role, site: site, digest: token.digest, label: "", made: 0,
                expires: expires, usesLeft: uses))
        return (token.text, kept)
    }

    private func report(
        _ server: RunningCollector, _ headers: [String], _ envelope: Envelope? = nil
    ) async throws -> (status: Int, body: String) {
        let bytes = try CollectorBench.delivery([try envelope ?? CollectorBench.envelope()])
        return try server.post(bytes, headers)
    }

    @Test func nobodyIsNotLetIn() async throws {
        try await bench.serving { (server) async throws in
            #expect(try await report(server, []).status == 401)
            for header in [
                "Authorization: Bearer muster_no", "Authorization: Bearer", "Authorization: x y",
                "Authorization: Basic !!!", "Muster-Key: \(String(repeating: "0", count: 64))",
                "X-Forwarded-For: 127.0.0.1", "X-SSL-Client-Verify: SUCCESS",
            ] {
                #expect(try await report(server, [header]).status == 401, "\(header)")
            }
            #expect(try await bench.store.sites().isEmpty)
        }
    }

    @Test func aSitesTokenReportsForItAlone() async throws {
        let (text, credential) = try await token(.report)
        try await bench.serving { (server) async throws in
            let header = "Authorization: Bearer \(text)"
            let answer = try await report(server, [header])
            #expect(answer.status == 200 && answer.body.contains("\"stored\""), "\(answer)")
            // Its body says CLAIMED.
            #expect(try await bench.store.sites().map(\.name) == [site])
            #expect(try await bench.store.revoke(credential: credential.id, at: bench.now))
            bench.wait(seconds: 1)
            #expect(try await report(server, [header]).status == 401, "within a second")
        }
    }

    @Test func whatIsOverIsOver() async throws {
        let (text, _) = try await token(.report, expires: bench.now)
        try await bench.serving { (server) async throws in
            #expect(try await report(server, ["Authorization: Bearer \(text)"]).status == 401)
        }
    }

    @Test(arguments: [Credential.Role.readSite, .readAll, .administer])
    func whoeverReadsDoesNotReport(_ role: Credential.Role) async throws {
        let (text, _) = try await token(role, role == .readSite ? site : nil)
        try await bench.serving { (server) async throws in
            #expect(try await report(server, ["Authorization: Bearer \(text)"]).status == 403)
        }
    }

    @Test func aJoinTokenMakesANodeKnownByItsKey() async throws {
        let (text, _) = try await token(.join, uses: 1)
        let secret = [UInt8](repeating: 7, count: 32)
        let half = try #require(Envelope.publicHalf(of: secret))
        let key = "Muster-Key: \(half.map { String(format: "%02x", $0) }.joined())"
        @Sendable func signed(
            _ sequence: Int64, node: String = "wn1", by secret: [UInt8] = secret
        ) throws -> Envelope {
            let envelope = try CollectorBench.envelope(node: node, sequence: sequence)
            return try #require(envelope.signed(by: secret, named: "ed25519:x"))
        }
        try await bench.serving { (server) async throws in
            let join = "Authorization: Bearer \(text)"
            #expect(try await report(server, [join], signed(1)).status == 403, "no key")
            let other = try signed(1, by: [UInt8](repeating: 8, count: 32))
            #expect(try await report(server, [join, key], other).body.contains("not signed"))
            #expect(try await report(server, [key], signed(1)).status == 401, "not known yet")
            #expect(try await report(server, [join, key], signed(1)).body.contains("stored"))
            // From now on the key is enough, and the name in the body is nothing.
            #expect(try await report(server, [key], signed(2, node: "wn9")).body.contains("stored"))
            #expect(try await bench.store.state(of: "wn9", at: site) == nil)
            #expect(try await bench.store.state(of: "wn1", at: site)?.key.sequence == 2)
            let unsigned = try CollectorBench.envelope(sequence: 3)
            #expect(try await report(server, [key], unsigned).body.contains("not signed"))
            // It is no secret, so that nobody reads by it.
            for path in ["/", "/api/v1/sites/\(site)", "/metrics"] {
                #expect(try server.ask(path, [key]).status == 403, "\(path)")
            }
            // A token that ended lets nobody new in, and nobody out.
            let over = "Authorization: Bearer \(SecretToken().text)"
            #expect(try await report(server, [over, key], signed(7)).body.contains("stored"))
            #expect(try await report(server, [over], signed(8)).status == 401)
            // Another machine under the same name, and one more than the token may.
            let half = try #require(Envelope.publicHalf(of: [UInt8](repeating: 8, count: 32)))
            let second = "Muster-Key: \(half.map { String(format: "%02x", $0) }.joined())"
            let clone = try signed(1, by: [UInt8](repeating: 8, count: 32))
            #expect(try await report(server, [join, second], clone).body.contains("another key"))
            let next = try signed(1, node: "wn2", by: [UInt8](repeating: 8, count: 32))
            #expect(try await report(server, [join, second], next).body.contains("used up"))
            #expect(try await bench.store.revokeKeys(of: "wn1", at: site, now: 1) == 1)
            #expect(try await report(server, [key], signed(4)).status == 401, "revoked")
            #expect(try await bench.store.audit(after: 0, atMost: 9).map(\.deed) == ["node-joined"])
        }
    }

    @Test func aHostsCertificateDecidesSiteAndNode() async throws {
        let authority = try CertificateMaker(in: bench.folder)
        var rules = IdentityRules()
        rules.authorities = authority.folder
        rules.hosts = [
            .init(pattern: "*.site-a.example.org", site: "SITE-A"),
            .init(pattern: "wn1.site-b.example.org", site: "SITE-B"),
        ]
        let good = try authority.certificate("a", hosts: ["wn1.site-a.example.org"])
        let upper = try authority.certificate("b", hosts: ["WN1.Site-B.example.org"])
        let deep = try authority.certificate("c", hosts: ["x.wn1.site-a.example.org"])
        let two = try authority.certificate(
            "d", hosts: ["wn2.site-a.example.org", "wn1.site-b.example.org"])
        let other = try CertificateMaker(in: bench.folder + "/other")
        let strange = try other.certificate("e", hosts: ["wn3.site-a.example.org"])
        let (text, _) = try await token(.report)
        try await bench.serving(rules, certificate: authority) { (server) async throws in
            #expect(try await report(server, good.words).body.contains("stored"))
            #expect(try await bench.store.state(of: "wn1.site-a.example.org", at: "SITE-A") != nil)
            #expect(try await report(server, upper.words).body.contains("stored"))
            #expect(try await bench.store.state(of: "wn1.site-b.example.org", at: "SITE-B") != nil)
            #expect(try await report(server, deep.words).status == 403, "two labels for one star")
            #expect(try await report(server, two.words).status == 403, "of two sites")
            #expect(try await report(server, strange.words).status != 200, "another authority")
            #expect(try await report(server, []).status == 401, "none is shown")
            #expect(try await report(server, ["Authorization: Bearer \(text)"]).status == 200)
            // What the authority takes back is out when its list is read again.
            try authority.revoke(good)
            bench.wait(seconds: 61)
            #expect(try await report(server, good.words).body.contains("revoked"))
            #expect(try await report(server, upper.words).status == 200)
            bench.wait(seconds: 40 * 86_400)
            #expect(try await report(server, upper.words).body.contains("ended"), "an old list")
            try Data("nonsense".utf8).write(
                to: URL(filePath: authority.folder + "/ca.r0"))
            bench.wait(seconds: 61)
            #expect(try await report(server, upper.words).body.contains("no revocation list"))
        }
    }

    /// Row 20 of the threat model, from the other side: certificates that prove nothing.
    @Test func aBadCertificateLetsNobodyIn() async throws {
        let authority = try CertificateMaker(in: bench.folder)
        let other = try CertificateMaker(in: bench.folder + "/other")
        var rules = IdentityRules()
        rules.authorities = authority.folder
        rules.hosts = [.init(pattern: "*.site-a.example.org", site: "SITE-A")]
        let host = ["wn1.site-a.example.org"]
        let bad = [
            try authority.expired("old", hosts: host),
            try authority.selfSigned("self", hosts: host),
            try other.certificate("strange", hosts: host),
            try authority.certificate("nameless", hosts: ["wn1.site-b.example.org"]),
        ]
        let good = try authority.certificate("good", hosts: host)
        try await bench.serving(rules, certificate: authority) { (server) async throws in
            for made in bad {
                let answer = try await report(server, made.words)
                #expect(answer.status != 200 && !answer.body.contains("stored"), "\(made.path)")
            }
            #expect(try await bench.store.sites().isEmpty)
            #expect(try await report(server, good.words).body.contains("stored"))
            // Below TLS 1.2 nobody speaks here.
            #expect(try await report(server, good.words + ["--tls-max", "1.1"]).status == 0)
        }
    }
}
