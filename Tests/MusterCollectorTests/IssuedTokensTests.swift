import Crypto
import Foundation
import HTTPTypes
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// Tokens of issuers outside: what follows from one, and from none.
@Suite struct IssuedTokensTests {
    private let bench: CollectorBench
    private let maker: TokenMaker

    init() throws {
        bench = try CollectorBench()
        maker = try TokenMaker(in: bench.folder)
    }

    private var seconds: Int64 { bench.now / 1000 }

    private func issuer(keys: String? = nil) -> TokenIssuer {
        var issuer = TokenIssuer()
        issuer.name = TokenMaker.name
        issuer.audiences = [TokenMaker.audience]
        issuer.keys = keys ?? maker.file
        issuer.hosts = [.init(pattern: "*.site-a.example.org", site: "SITE-A")]
        issuer.grants = [
            .init(claim: .subject("bob"), role: .report, site: "SITE-B"),
            .init(claim: .scope("muster.read"), role: .readSite, site: "SITE-C"),
            .init(claim: .group("/wlcg/ops"), role: .readAll, site: nil),
            .init(claim: .group("/wlcg/admins"), role: .administer, site: nil),
        ]
        return issuer
    }

    private func answer(_ token: String, _ tokens: IssuedTokens? = nil) async -> String {
        let tokens = tokens ?? IssuedTokens([issuer()])
        guard tokens.mayBe(token) else { return "no token" }
        let date = Date(timeIntervalSince1970: Double(seconds))
        do throws(GateRefusal) {
            return "\(try await tokens.principal(showing: token, at: date).right)"
        } catch { return "\(error.status.code) \(error)" }
    }

    private func answer(claiming other: [String: JSONValue?]) async throws -> String {
        await answer(try maker.token(TokenMaker.claims(at: seconds, other)))
    }

    @Test func whatFollowsStandsInTheRules() async throws {
        #expect(try await answer(claiming: [:]) == "read(MusterStore.ReadScope.all)")
        #expect(try await answer(claiming: ["sub": .string("bob")]) == "site(\"SITE-B\")")
        let scoped = try await answer(claiming: ["scope": .string("openid muster.read")])
        #expect(scoped.contains("SITE-C"))
        let other: [String: JSONValue?] = ["wlcg.groups": .array([.string("/wlcg/admins")])]
        #expect(try await answer(claiming: other) == "administer")
        for groups: JSONValue? in [nil, .array([.string("/wlcg/ops/sub")])] {
            #expect(try await answer(claiming: ["wlcg.groups": groups]).hasPrefix("403"))
        }
    }

    @Test func aHostIsTheNodeOfItsName() async throws {
        func host(_ name: String, _ scope: String = "host.auth") async throws -> String {
            try await answer(claiming: [
                "sub": .string("host:" + name), "scope": .string(scope), "wlcg.groups": nil,
            ])
        }
        let good = try await host("WN1.site-a.example.org")
        #expect(good.contains("SITE-A") && good.contains("wn1.site-a.example.org"), "\(good)")
        #expect(try await host("wn1.site-b.example.org").hasPrefix("403"))
        #expect(try await host("site-a.example.org").hasPrefix("403"))
        #expect(try await host("wn1.site-a.example.org", "openid").hasPrefix("403"))
    }

    @Test func whatIsNotRightOpensNothing() async throws {
        let now = seconds
        let wrong: [(String, [String: JSONValue?])] = [
            ("has expired", ["exp": .integer(now - 61)]),
            ("does not hold yet", ["nbf": .integer(now + 61)]),
            ("does not hold yet", ["iat": .integer(now + 61), "nbf": nil]),
            ("another audience", ["aud": .string(TokenMaker.audience + "/")]),
            ("more than a day", ["exp": .integer(now + 86_400)]),
            ("no version 1", ["wlcg.ver": .string("2.0")]),
            ("not believed here", ["iss": .string("https://issuer.example.org")]),
            ("no WLCG token", ["wlcg.ver": nil]), ("no WLCG token", ["exp": nil]),
            ("no WLCG token", ["iat": nil]), ("no WLCG token", ["exp": .string("never")]),
        ]
        for (words, claims) in wrong {
            let answer = try await answer(claiming: claims)
            #expect(answer.contains(words) && answer.hasPrefix("401"), "\(words): \(answer)")
        }
        #expect(await answer("a.b.c").hasPrefix("401"))
        #expect(await answer("..").hasPrefix("401"))
        #expect(await answer("a.b") == "no token")
        #expect(await answer(String(repeating: "a", count: 16_384) + ".b.c") == "no token")
        #expect(IssuedTokens([]).mayBe("a.b.c") == false)
    }

    /// Signatures of nobody, of another, and of words that were changed behind them.
    @Test func aSignatureIsOfAKeyOfTheIssuer() async throws {
        let claims = TokenMaker.claims(at: seconds)
        let not = "401 the token is not signed by a key of \(TokenMaker.name)"
        let other = try TokenMaker(in: bench.folder)
        #expect(await answer(try other.token(claims)) == not)
        let none = TokenMaker.token(claims, header: TokenMaker.header("none")) { _ in [] }
        #expect(await answer(none) == not)
        // The public key for a secret, as libraries once took it.
        let secret = SymmetricKey(data: maker.key.publicKey.x963Representation)
        let symmetric = TokenMaker.token(claims, header: TokenMaker.header("HS256")) {
            Array(HMAC<SHA256>.authenticationCode(for: Data($0.utf8), using: secret))
        }
        #expect(await answer(symmetric) == not)
        let good = try maker.token(claims).split(separator: ".")
        let better = TokenMaker.text(
            of: TokenMaker.claims(at: seconds, ["sub": .string("bob")]).canonicalBytes)
        #expect(await answer("\(good[0]).\(better).\(good[2])") == not)
        #expect(await answer("\(good[0]).\(good[1]).") == not)
        var header = TokenMaker.header("ES256")
        header["crit"] = .array([.string("exp")])
        #expect(await answer(try maker.token(claims, header: header)).contains("asks for more"))
        // With two keys in the set nobody is believed who names neither.
        try maker.publish([
            TokenMaker.set(maker.key, kid: "one"), TokenMaker.set(other.key, kid: "two"),
        ])
        for kid in [nil, "three", "two"] {
            let header = TokenMaker.header("ES256", kid: kid)
            #expect(await answer(try maker.token(claims, header: header)) == not, "\(kid ?? "")")
        }
        #expect(await answer(try maker.token(claims)).hasPrefix("read"))
    }

    /// A set that leaves the algorithm out, as some issuers publish theirs, and RSA by
    /// another program's hand.
    @Test func aKeysAlgorithmIsNotTheFirstTokensToChoose() async throws {
        let key = bench.folder + "/rsa.pem"
        try #require(
            Launch.run([
                "openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
                "-out", key,
            ]).exit == 0)
        let line = try Launch.run(["openssl", "rsa", "-in", key, "-noout", "-modulus"]).output
        let digits = try #require(line.split(separator: "=").last).filter(\.isHexDigit)
        let modulus = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(digits.dropFirst($0).prefix(2), radix: 16)
        }
        try maker.publish([
            .object([
                "kty": .string("RSA"), "kid": .string("one"), "e": .string("AQAB"),
                "n": .string(TokenMaker.text(of: modulus)),
            ])
        ])
        let tokens = IssuedTokens([issuer()])
        let claims = TokenMaker.claims(at: seconds)
        let bad = TokenMaker.token(claims, header: TokenMaker.header("RS512")) { _ in [1, 2, 3] }
        #expect(await answer(bad, tokens).hasPrefix("401"))
        let good = try TokenMaker.token(claims, header: TokenMaker.header("RS256")) { text in
            let (plain, signature) = (bench.folder + "/plain", bench.folder + "/signature")
            try Data(text.utf8).write(to: URL(filePath: plain))
            let end = try Launch.run([
                "openssl", "dgst", "-sha256", "-sign", key, "-out", signature, plain,
            ])
            #expect(end.exit == 0)
            return Array(try Data(contentsOf: URL(filePath: signature)))
        }
        #expect(await answer(good, tokens).hasPrefix("read"))
    }

    @Test func keysAreReadAnewEveryMinute() async throws {
        let tokens = IssuedTokens([issuer()])
        let next = try TokenMaker(in: bench.folder)
        func claims() -> JSONValue { TokenMaker.claims(at: seconds) }
        #expect(await answer(try maker.token(claims()), tokens).hasPrefix("read"))
        try maker.publish([TokenMaker.set(next.key, kid: "one")])
        #expect(await answer(try maker.token(claims()), tokens).hasPrefix("read"))
        bench.wait(seconds: 61)
        #expect(await answer(try maker.token(claims()), tokens).hasPrefix("401"))
        #expect(await answer(try next.token(claims()), tokens).hasPrefix("read"))
        for text in ["", "{}", "{\"keys\":[]}", String(repeating: " ", count: 300_000)] {
            try Data(text.utf8).write(to: URL(filePath: maker.file))
            bench.wait(seconds: 61)
            let answer = await answer(try next.token(claims()), tokens)
            #expect(answer == "503 the keys of \(TokenMaker.name) do not read")
        }
    }

    /// Over the wire: the token's site, whatever the body says; and out when the rule goes.
    @Test func aReportIsOfTheTokensSite() async throws {
        var rules = IdentityRules()
        rules.issuers = [issuer()]
        let token = try maker.token(
            TokenMaker.claims(
                at: seconds,
                ["sub": .string("host:wn1.site-a.example.org"), "scope": .string("host.auth")]))
        let reader = try maker.token(TokenMaker.claims(at: seconds))
        let bytes = try CollectorBench.delivery([
            try CollectorBench.envelope(node: "wn1.site-a.example.org")
        ])
        try await bench.serving(rules) { (server) async throws in
            let mine = ["Authorization: Bearer \(token)"]
            #expect(try server.post(bytes, mine).body.contains("stored"))
            #expect(try await bench.store.sites().map(\.name) == ["SITE-A"])
            #expect(try server.post(bytes, ["Authorization: Bearer \(reader)"]).status == 403)
            for (text, status) in [(reader, 200), (reader + "x", 401)] {
                let words = ["Authorization: Bearer \(text)"]
                #expect(try server.ask("/api/v1/sites", words).status == status)
            }
        }
    }
}
