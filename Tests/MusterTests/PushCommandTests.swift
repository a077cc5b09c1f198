import Foundation
import LaunchKit
import MusterModel
import Testing

/// `muster check --push` with the real libcurl, before servers of every manner.
@Suite struct PushCommandTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func check(
        _ words: [String], as account: [String] = [], environment: [String: String] = [:]
    ) throws -> Launch.End {
        try Launch.run(
            account + [
                Launch.program("muster"), "check", "--no-journal", "--only", "kernel", "--profile",
                "baseline", "--exit-code", "never",
            ] + words, environment: environment)
    }

    @Test func aReportArrivesAndItsReceiptIsTold() throws {
        let server = try CollectorDouble(in: bench)
        let end = try check([
            "--push", server.address + "/stored", "--vantage", "job", "--site", "EXAMPLE-T2",
            "--queue", "Q1",
        ])
        #expect(end.exit == 0, "\(end.errors)")
        let envelope = try #require(try Delivery(reading: server.body).envelopes.first)
        #expect(envelope.id.site == "EXAMPLE-T2" && envelope.id.sequence == 1)
        let receipt = "stored as \(envelope.id.incarnation)/1\n"
        #expect(end.errors.hasPrefix("muster: pushed to 127.0.0.1:"), "\(end.errors)")
        #expect(end.errors.hasSuffix(receipt))
        let body = try JSONReader.value(in: envelope.body)
        #expect(body["vantage"]?["place"]?.text == "job" && body["queue"]?.text == "Q1")
        #expect(body["claims"]?.elements?.first?["profile"]?.text == "baseline")
        #expect(server.headers.contains("Content-Type: application/json"))
        #expect(!server.headers.contains("Authorization"))
        #expect(end.output.contains("EXAMPLE-T2   queue Q1"), "the report is shown, too")
    }

    private static let validator = #"""
        import base64, hashlib, json, jsonschema, sys
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        def check(value, name):
            schema["$ref"] = "#/$defs/" + name
            for error in jsonschema.Draft202012Validator(schema).iter_errors(value):
                print(name, error.json_path, error.message[:200])
        delivery = json.load(open(sys.argv[2]))
        check(delivery, "delivery")
        envelope = delivery["envelopes"][0]
        body = base64.b64decode(envelope["body"], validate=True)
        if hashlib.sha256(body).hexdigest() != envelope["sha256"]: print("the body's digest")
        report = json.loads(body)
        check(report, "report")
        frame = report["gauges"]["frame"]
        named = set(report["sheet"]["sections"].values()) | {frame}
        if set(envelope["sections"]) != named: print("sections")
        slots = json.loads(envelope["sections"][frame])
        check(slots, "frame")
        if len(slots) != len(report["gauges"]["values"]) or not slots: print("gauges")
        for digest, text in envelope["sections"].items():
            if hashlib.sha256(text.encode()).hexdigest() != digest: print("a section's digest")
        claimed = report["sheet"].pop("sha256")
        sheet = json.dumps(report["sheet"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if hashlib.sha256(sheet.encode()).hexdigest() != claimed: print("the sheet's digest")
        del report["vantage"]["sign"], report["claims"][0]["verdict"]
        check(report, "report")
        """#

    /// Another language finds every digest again, and the schema is one that refuses.
    @Test func whatIsSentFitsItsSchema() throws {
        let server = try CollectorDouble(in: bench)
        let end = try Launch.run(
            [Launch.program("muster"), "check", "--no-journal", "--profile", "all", "--vantage"]
                + ["job", "--push", server.address + "/stored"],
            environment: ["PILOT_SITENAME": "Q1", "DIRACSITE": "LCG.X.org"])
        #expect(end.errors.contains("stored as"), "\(end.errors)")
        let schema = Launch.package.appending(path: "docs/reference/wire.schema.json").path
        let found = try Launch.run([
            "/usr/bin/python3", "-c", Self.validator, schema, server.folder + "/body",
        ])
        #expect(found.exit == 0, "\(found.errors)")
        #expect(
            found.output.split(separator: "\n").sorted() == [
                "report $.claims[0] 'verdict' is a required property",
                "report $.sheet 'sha256' is a required property",
                "report $.vantage 'sign' is a required property",
            ], "\(found.output)")
    }

    @Test(
        arguments: [
            ("known", "had it already as", 0), ("refused", "refused: this site is unknown", 75),
            ("missing", "answered 404: no such collector", 75), ("broken", "answered 500", 75),
            ("empty", "without naming the report as kept", 75),
            ("moved", "which is not followed", 75), ("huge", "more than 64 KiB", 75),
            ("endless", "more than 64 KiB", 75), ("silent", "no answer within 2 s", 75),
            ("dripping", "no answer within 2 s", 75), ("cut", "not pushed to 127.0.0.1", 75),
        ] as [(String, String, Int32)])
    func whatEveryMannerOfServerComesTo(path: String, words: String, exit: Int32) throws {
        let server = try CollectorDouble(in: bench)
        let end = try check(["--push", "\(server.address)/\(path)", "--push-deadline", "2 s"])
        #expect(end.exit == exit, "\(end.errors)")
        #expect(end.errors.contains(words), "\(end.errors)")
        #expect(end.output.contains("baseline"), "the report is shown whatever happens")
        #expect(!server.headers.contains("/stored"), "a redirect was followed")
    }

    @Test func theVerdictStaysTheExitCode() throws {
        let words = ["--push", "http://127.0.0.1:9/", "--exit-code", "verdict"]
        let (with, without) = (try check(words), try check(Array(words.suffix(2))))
        #expect(with.exit == without.exit)
        #expect(with.errors.contains("not pushed to 127.0.0.1:9: Failed to connect"), "\(with)")
        #expect(without.errors.isEmpty)
    }

    @Test func onlyATrustedCertificateGetsAReport() throws {
        let server = try CollectorDouble(in: bench, tls: true)
        let url = server.address + "/stored"
        let stranger = try check(["--push", url])
        #expect(stranger.exit == 75)
        #expect(stranger.errors.contains("certificate"), "\(stranger.errors)")
        #expect(server.headers.isEmpty, "nothing was sent")
        let trusted = try check(["--push", url, "--push-ca", try #require(server.certificate)])
        #expect(trusted.exit == 0, "\(trusted.errors)")
    }

    /// Whatever the environment says of proxies, and though the token cannot be read twice.
    @Test func theTokenTravelsAndNoProxyIsAsked() throws {
        let server = try CollectorDouble(in: bench, tls: true)
        let token = bench.root + "/token"
        try "  s3cr3t.token==\n".write(toFile: token, atomically: true, encoding: .utf8)
        let proxy = "http://192.0.2.1:1"
        let end = try check(
            [
                "--push", server.address + "/stored", "--push-ca",
                try #require(server.certificate), "--token-file", token,
            ],
            environment: ["https_proxy": proxy, "ALL_PROXY": proxy, "HTTPS_PROXY": proxy])
        #expect(end.exit == 0, "\(end.errors)")
        #expect(server.headers.contains("Authorization: Bearer s3cr3t.token=="))
    }

    @Test(arguments: [
        (["--push", "http://muster.example.org/"], "leaves the machine without TLS"),
        (["--push", "example.org"], "needed https://"),
        (["--push", "https://u:p@example.org/"], "without a fragment, user or password"),
        (["--push", "https://a/", "--root", "/"], "no node that could report"),
        (["--token-file", "x"], "nothing is pushed without --push"),
        (["--push-insecure"], "nothing is pushed without --push"),
        (["--push-ca", "/x"], "nothing is pushed without --push"),
        (["--push", "https://a/", "--push-deadline", "1 h"], "needed a time from 1 s to 5 min"),
        (
            ["--push", "http://example.org/", "--push-insecure", "--token-file", "x"],
            "a token is not sent without TLS"
        ),
        (["--site", "a\nb"], "--site: no name"), (["--queue", ""], "--queue: no name: empty"),
        (["--vantage", "tree"], "needed host, job or container"),
        (["--vantage", "job", "--root", "/"], "of a tree of files there is no other"),
    ])
    func mistakesOfTheCallCostNoAudit(words: [String], message: String) throws {
        let end = try check(words)
        #expect(end.exit == 64, "\(end.errors)")
        #expect(end.errors.contains(message), "\(end.errors)")
        #expect(end.output.isEmpty)
    }

    @Test func filesOfTheCallAreReadFirst() throws {
        let push = ["--push", "https://127.0.0.1:9/"]
        let missing = try check(push + ["--token-file", bench.root + "/none"])
        #expect(missing.exit == 66 && missing.output.isEmpty)
        let wrong = try bench.script("wrong", "two words")
        let token = try check(push + ["--token-file", wrong])
        #expect(token.exit == 78 && token.errors.contains("needed one bearer token"))
        let authorities = try check(push + ["--push-ca", bench.root + "/none"])
        #expect(authorities.exit == 66 && authorities.errors.contains("no such file or folder"))
    }
}
