import Foundation
import LaunchKit
import Logging
import MusterModel
import MusterStore
import Synchronization
import Testing

@testable import MusterCollector

/// The way of documents to a server, whatever it answers.
@Suite struct MonitCourierTests {
    private let exports: ExportBench

    init() throws { exports = try ExportBench() }

    private func filled() async throws {
        try await exports.fill(
            [MonitTests.sites], ["A-T2": [.modern, .modern], "STRANGE": [.modern]])
    }

    /// Sends one period to a server that acts so, and tells what came of it.
    private func sent(
        to acts: [ScriptedServer.Act],
        _ change: @escaping @Sendable (inout MonitRules) -> Void = { _ in }
    ) async throws -> (seen: [ScriptedServer.Seen], metrics: String, pauses: [Duration]) {
        try await filled()
        let report = try await exports.report()
        let server = ScriptedServer(acts)
        let (ledger, pauses) = (ExportLedger(), Pauses())
        let now = exports.bench.now
        try await server.serving { address in
            var rules = MonitRules()
            (rules.url, rules.producer) = (address + "/muster", "muster")
            change(&rules)
            let courier = MonitCourier(
                rules, ledger: ledger,
                logger: Logger(label: "test") { _ in
                    SwiftLogNoOpLogHandler()
                },
                now: { now }, patience: .milliseconds(400), pause: { pauses.add($0) },
                make: { $0 == "baseline" ? report : nil })
            for profile in rules.profiles { await courier.deliver(profile, by: rules) }
        }
        return (server.seen, ledger.text, pauses.all)
    }

    private final class Pauses: Sendable {
        private let list = Mutex<[Duration]>([])
        var all: [Duration] { list.withLock { $0 } }
        func add(_ pause: Duration) { list.withLock { $0.append(pause) } }
    }

    private static func count(_ reason: String, _ number: Int) -> String {
        "muster_export_failures_total{target=\"monit\",reason=\"\(reason)\"} \(number)\n"
    }

    @Test func whatIsTakenIsOneRequest() async throws {
        let (seen, metrics, pauses) = try await sent(to: [])
        #expect(seen.map(\.path) == ["/muster"] && pauses.isEmpty)
        #expect(seen[0].authorization == nil)
        let json = try JSONReader.value(in: seen[0].body)
        #expect(json.elements?.count == 9)
        let seconds = exports.bench.now / 1000
        #expect(
            metrics.contains(
                "muster_export_last_success_timestamp_seconds{target=\"monit\"} \(seconds)\n"))
        #expect(metrics.contains("muster_export_documents_total{target=\"monit\"} 9\n"))
    }

    @Test func whoHasNoTimeIsAskedAgainLater() async throws {
        let (seen, metrics, pauses) = try await sent(to: [
            .status(429, ["Retry-After": "7"]), .status(503), .status(500),
        ])
        #expect(seen.count == 4 && Set(seen.map(\.body)).count == 1)
        #expect(pauses.count == 3 && pauses[0] == .seconds(7))
        #expect(metrics.contains(Self.count("busy", 3)) && metrics.contains("} 9\n"))
    }

    @Test(arguments: [400, 401, 403, 404, 413, 302])
    func whoRefusesIsNotAskedAgain(_ code: Int) async throws {
        let (seen, metrics, pauses) = try await sent(to: [
            .status(code, ["Location": "http://127.0.0.1:1/"])
        ])
        #expect(seen.count == 1 && pauses.isEmpty)
        #expect(metrics.contains(Self.count("refused", 1)))
        #expect(metrics.contains("last_success_timestamp_seconds{target=\"monit\"} 0\n"))
    }

    /// Whoever never answers, or never ends, costs patience and no more.
    @Test func noAnswerEndsByItself() async throws {
        let (seen, metrics, pauses) = try await sent(to: [
            .never, .endless(503), .endless(200),
        ])
        #expect(seen.count == 3 && pauses.count == 2)
        #expect(metrics.contains(Self.count("lost", 2)) || metrics.contains(Self.count("lost", 1)))
        #expect(metrics.contains("muster_export_documents_total{target=\"monit\"} 9\n"))
    }

    @Test func nobodyThereIsNoAnswer() async throws {
        let (_, metrics, pauses) = try await sent(to: []) { $0.url = "http://127.0.0.1:1/" }
        #expect(pauses.count == MonitDelivery.triesAtMost - 1)
        #expect(metrics.contains(Self.count("lost", MonitDelivery.triesAtMost)))
        #expect(metrics.contains("muster_export_documents_total{target=\"monit\"} 0\n"))
    }

    @Test func aProfileThatIsNotInForceIsTold() async throws {
        let (seen, metrics, _) = try await sent(to: []) { $0.profiles = ["no", "baseline"] }
        #expect(seen.count == 1 && metrics.contains(Self.count("unready", 1)))
    }

    /// Other rules count within a glance, however long the period is.
    @Test func otherRulesAreNotWaitedFor() async throws {
        let (ledger, pauses) = (ExportLedger(), Pauses())
        var rules = MonitRules()
        (rules.url, rules.producer, rules.profiles) = ("http://127.0.0.1:1/", "muster", ["no"])
        let courier = MonitCourier(
            nil, ledger: ledger, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { 0 }, pause: { pauses.add($0) }, make: { _ in nil })
        try await courier.period()
        #expect(pauses.all == [.seconds(20)] && ledger.text.isEmpty)
        await courier.take(rules)
        try await courier.period()
        let second = Array(pauses.all.dropFirst())
        #expect(second[0] < .seconds(180) && second.count == 1 + 180)
        #expect(second.dropFirst().reduce(.zero, +) == rules.every)
        #expect(ledger.text.contains(Self.count("unready", 1)))
    }

    /// A running collector sends by itself, and answers while nobody answers it.
    @Test func aCollectorSendsByItself() async throws {
        try await filled()
        let receiver = ScriptedServer([.status(200), .never])
        var identity = IdentityRules()
        identity.isReadingOpen = true
        let (bench, open) = (exports.bench, identity)
        try await receiver.serving { address in
            var rules = MonitRules()
            (rules.url, rules.producer, rules.every) = (address + "/muster", "muster", .seconds(1))
            try await bench.serving(open, monit: rules) { (server) async throws in
                var metrics = ""
                for _ in 0..<500 where !metrics.contains("documents_total{target=\"monit\"} 9\n") {
                    metrics = try server.ask("/metrics").body
                }
                #expect(metrics.contains("documents_total{target=\"monit\"} 9\n"), "\(metrics)")
                for _ in 0..<500 where receiver.seen.count < 2 { _ = try server.ask("/healthz") }
                #expect(receiver.seen.count == 2, "the second is never answered")
                #expect(try server.ask("/api/v1/standings").status == 200)
            }
        }
    }

    // MARK: - The password

    @Test func aPasswordIsItsOwnersAlone() async throws {
        let path = exports.bench.folder + "/password"
        try "opensesame\n".write(toFile: path, atomically: false, encoding: .utf8)
        func chmod(_ mode: Int) throws {
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: path)
        }
        for mode in [0o644, 0o640, 0o604, 0o700, 0o610] {
            try chmod(mode)
            #expect(throws: SecretFile.Failure.self) { try SecretFile(path: path).secret() }
        }
        for mode in [0o600, 0o400] {
            try chmod(mode)
            #expect(try SecretFile(path: path).secret() == "opensesame")
        }
        let (seen, _, _) = try await sent(to: []) {
            ($0.user, $0.password) = ("muster", path)
        }
        #expect(seen[0].authorization == "Basic bXVzdGVyOm9wZW5zZXNhbWU=")
        try chmod(0o644)
        let server = ScriptedServer([])
        try await server.serving { address in
            var rules = MonitRules()
            (rules.url, rules.user, rules.password) = (address, "muster", path)
            await #expect(throws: SecretFile.Failure.self) {
                try await MonitSender(rules: rules).send([])
            }
        }
        #expect(server.seen.isEmpty, "nothing is sent without it")
    }

    @Test func whatIsNoSecretFileIsNone() throws {
        let folder = exports.bench.folder
        #expect(try Launch.run(["mkfifo", "-m", "600", folder + "/pipe"]).exit == 0)
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/link", withDestinationPath: "/etc/passwd")
        let long = String(repeating: "a", count: 5000)
        for (name, text) in [("empty", ""), ("two", "a\nb\n"), ("long", long)] {
            let path = "\(folder)/\(name)"
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
        for name in ["pipe", "link", "none", "empty", "two", "long", ""] {
            let path = "\(folder)/\(name)"
            let failure = #expect(throws: SecretFile.Failure.self) {
                try SecretFile(path: path).secret()
            }
            #expect(failure?.description.hasPrefix(path) == true)
        }
    }

    @Test(arguments: [
        ("https://monit-metrics.cern.ch:10014/muster", true), ("http://127.0.0.1:9/x", true),
        ("http://localhost/", true), ("http://[::1]:8/", true), ("http://example.org/", false),
        ("http://127.0.0.1.example.org/", false), ("ftp://127.0.0.1/", false),
        ("https://u:p@example.org/", false), ("https:///x", false), ("", false),
        ("https://example.org/#x", false), ("http://localhost.example.org/", false),
    ])
    func secretsGoThroughTLSAlone(_ url: String, _ isFine: Bool) {
        #expect((MonitRules.objection(to: url) == nil) == isFine, "\(url)")
    }

    @Test func theServerSaysHowSendingGoes() async throws {
        try await filled()
        var rules = IdentityRules()
        rules.isReadingOpen = true
        try await exports.bench.serving(rules) { (server) async throws in
            let metrics = try server.ask("/metrics").body
            #expect(!metrics.contains("muster_export"), "nothing is configured")
            let monit = try server.ask("/api/v1/exports/monit?producer=x")
            #expect(monit.status == 200 && monit.body.contains("\"producer\":\"x\""))
            #expect(try server.ask("/api/v1/exports/monit?producer=a%20b").status == 400)
            #expect(try server.ask("/api/v1/exports/monit?profile=no").status == 404)
            let nagios = try server.ask("/api/v1/exports/nagios")
            #expect(nagios.body.contains("PROCESS_SERVICE_CHECK_RESULT;A-T2;"))
        }
    }
}
