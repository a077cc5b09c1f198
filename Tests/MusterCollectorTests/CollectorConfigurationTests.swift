import Foundation
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// What a collector's file may say, and what it is told where it says something else.
@Suite struct CollectorConfigurationTests {
    private func reading(
        _ text: String
    ) -> (configuration: CollectorConfiguration, mistakes: [String]) {
        CollectorConfiguration.reading("format: muster-collector/1\n" + text, from: "c.yaml")
    }

    @Test func aFileOfItsFormatAloneSaysNothing() {
        let reading = reading("")
        #expect(reading.mistakes.isEmpty)
        #expect(reading.configuration == CollectorConfiguration())
    }

    @Test func everyKeyIsTaken() {
        let reading = reading(
            """
            listen: "[::]:9443"
            tls: {certificate: /etc/c.pem, key: /etc/k.pem}
            standing:
              fresh_for: 3 h
              silent_after: 2 d
              ready_from: 95
              not_ready_below: 70
              not_ready_below_at_centres: 85
              flapping_from: 6
              flapping_within: 14 d
            retention: {reports: 10 d, history: 3650 d, contents: 20 d}
            webhooks:
              - {url: "https://chat.example.org/hook", secret: /etc/s, profiles: [atlas]}
              - {url: "http://localhost:9000/", secret: /etc/t}
            exports:
              monit:
                url: https://monit-metrics.cern.ch:10014/muster
                producer: muster
                user: muster
                password: /etc/muster-collector/monit.password
                authority: /etc/ca.pem
                every: 30 min
                profiles: [baseline, atlas]
            """)
        #expect(reading.mistakes.isEmpty)
        let it = reading.configuration
        #expect(it.listen.host == "::" && it.listen.port == 9443 && !it.listen.isLoopback)
        #expect(it.certificate == "/etc/c.pem" && it.key == "/etc/k.pem")
        #expect(it.rules.freshFor == .seconds(10_800) && it.rules.silentAfter == .seconds(172_800))
        #expect((it.rules.readyFrom, it.rules.notReadyBelow) == (950, 700))
        #expect((it.rules.notReadyBelowAtCentres, it.rules.flappingFrom) == (850, 6))
        #expect(it.rules.flappingWithin == .seconds(14 * 86_400))
        #expect(it.webhooks.map(\.profiles) == [["atlas"], []])
        #expect(it.webhooks.map(\.secret) == ["/etc/s", "/etc/t"])
        #expect(it.retention.reports == .seconds(10 * 86_400))
        #expect(it.retention.history == .seconds(3650 * 86_400))
        #expect(it.retention.contents == .seconds(20 * 86_400))
        var monit = MonitRules()
        monit.url = "https://monit-metrics.cern.ch:10014/muster"
        (monit.producer, monit.user) = ("muster", "muster")
        monit.password = "/etc/muster-collector/monit.password"
        (monit.authority, monit.every) = ("/etc/ca.pem", .seconds(1800))
        monit.profiles = ["baseline", "atlas"]
        #expect(it.monit == monit)
    }

    /// The configuration with a place for documents, and some more words.
    private static func monit(_ words: String, url: String = "https://m.example.org/") -> String {
        "exports: {monit: {url: '\(url)', producer: muster\(words)}}"
    }

    @Test(arguments: [
        ("listen: 8443", "c.yaml:2:9: \"8443\", needed HOST:PORT"),
        ("listen: ::1:8443", "needed HOST:PORT"), ("listen: a:99999", "needed HOST:PORT"),
        ("listen: \"a b:1\"", "needed HOST:PORT"),
        ("standing: {ready_from: 101}", "needed a per cent, 0 to 100"),
        ("standing: {ready_from: 0.9}", "needed a per cent, 0 to 100"),
        ("standing: {fresh_for: 1 s}", "needed a time, 10 s to 7 d 0 h"),
        ("standing: {fresh_for: 2 d}", "fresh_for is not shorter than silent_after"),
        ("standing: {ready_from: 50}", "not_ready_below is above ready_from"),
        ("webhooks: [{url: \"http://x.org/\", secret: /s}]", "http is for this machine"),
        ("webhooks: [{url: \"https://a:b@x.org/\", secret: /s}]", "needed https://HOST/PATH"),
        ("webhooks: [{url: \"https://x.org/\", secret: s}]", "absolute path"),
        ("webhooks: [{url: \"https://x.org/\"}]", "\"secret\""),
        ("standing: {silent: 1 d}", "unknown key \"silent\""),
        ("retention: {reports: 1 h}", "needed a time, 1 d 0 h to 3660 d 0 h"),
        ("tls: {certificate: c.pem}", "an absolute path is needed"),
        ("tls: {certificate: /c.pem}", "a certificate without its key"),
        ("identity: {issuers: [{issuer: x, audiences: [a], keys: /k}]}", "an https:// address"),
        (
            "identity: {issuers: [{issuer: 'https://x/', audiences: [a], keys: /k}]}",
            "neither hosts nor rights"
        ),
        (issuer("{role: read-all}"), "one of subject, group and scope"),
        (issuer("{role: read-all, group: g, scope: s}"), "one of subject, group and scope"),
        (issuer("{role: join, group: g, site: S}"), "a right is report"),
        (issuer("{role: report, group: g}"), "report is for one site"),
        (issuer("{role: read-all, group: g, site: S}"), "read-all is for no single site"),
        (issuer("{role: report, group: g, site: ''}"), "is no site's name"),
        ("exports: {monit: {producer: x}}", "url"),
        (monit("", url: "http://m.example.org/"), "http:// is for loopback alone"),
        (monit("", url: "https://u:p@m.example.org/"), "without a user in it"),
        (monit(", user: x"), "a user without a password"),
        (monit(", user: 'x:y', password: /p"), "without a colon"),
        (monit(", password: p, user: x"), "an absolute path is needed"),
        (monit(", every: 10 s"), "needed a time, 1 min 0 s to 1 d 0 h"),
        (monit(", profiles: []"), "needed one at least"),
        (monit(", profiles: [a, a]"), "none twice"), (monit(", form: x"), "unknown key \"form\""),
        ("exports: {hook: x}", "unknown key \"hook\""),
        ("stores: x", "unknown key \"stores\""), ("listen: [a]", "an address is one value"),
        ("listen: a:1\nlisten: b:2", "listen"),
    ])
    func aMistakeIsToldWithItsPlace(_ text: String, _ words: String) {
        let mistakes = reading(text).mistakes
        #expect(mistakes.contains { $0.contains(words) && $0.hasPrefix("c.yaml") }, "\(mistakes)")
    }

    /// The configuration with an issuer that gives one right.
    private static func issuer(_ right: String) -> String {
        "identity: {issuers: [{issuer: 'https://x/', audiences: [a], keys: /k, "
            + "rights: [\(right)]}]}"
    }

    @Test func issuersAreReadWithTheirRights() throws {
        let reading = reading(
            """
            identity:
              issuers:
                - issuer: https://wlcg.example.org/
                  audiences: ["https://muster.example.org", other]
                  keys: /etc/keys.json
                  hosts: [{hosts: "*.t2.example.org", site: EXAMPLE-T2}]
                  rights:
                    - {group: /wlcg/ops, role: read-all}
                    - {subject: ada, role: report, site: EXAMPLE-T2}
            """)
        #expect(reading.mistakes.isEmpty)
        var issuer = TokenIssuer()
        issuer.name = "https://wlcg.example.org/"
        issuer.audiences = ["https://muster.example.org", "other"]
        issuer.keys = "/etc/keys.json"
        issuer.hosts = [.init(pattern: "*.t2.example.org", site: "EXAMPLE-T2")]
        issuer.grants = [
            .init(claim: .group("/wlcg/ops"), role: .readAll, site: nil),
            .init(claim: .subject("ada"), role: .report, site: "EXAMPLE-T2"),
        ]
        #expect(reading.configuration.identity.issuers == [issuer])
    }

    @Test func anotherFormatIsRefused() {
        let mistakes = CollectorConfiguration.reading("format: muster-agent/1", from: "c").mistakes
        #expect(mistakes == ["c:1:9: \"muster-agent/1\", the format is muster-collector/1"])
    }

    /// The reference names every key with what it may be.
    @Test func theReferenceKnowsEveryKey() throws {
        let file = Launch.package.appending(path: "docs/reference/collector.md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        for key in CollectorKey.allCases {
            let line = lines.first { $0.hasPrefix("| `\(key.rawValue)` |") }
            #expect(line?.contains("| \(key.range) |") == true, "\(key.rawValue): \(key.range)")
        }
    }

    /// The file of the package says nothing, and could say what stands in it.
    @Test func theFileOfThePackageIsFine() throws {
        let file = Launch.package.appending(path: "packaging/collector/collector.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let plain = CollectorConfiguration.reading(text, from: "c")
        #expect(plain.mistakes.isEmpty && plain.configuration == CollectorConfiguration())
        let said = text.replacing("#listen", with: "listen").replacing("#tls", with: "tls")
            .replacing("#  ", with: "  ")
        #expect(CollectorConfiguration.reading(said, from: "c").mistakes.isEmpty)
    }

    @Test func whatNoFileAloneCanTellIsTold() throws {
        let reading = reading(
            """
            webhooks:
              - {url: "https://chat.example.org/T/SECRET", secret: /none, profiles: [atlas, nope]}
            """)
        #expect(reading.mistakes.isEmpty)
        let configuration = reading.configuration
        let found = configuration.objections(under: ["atlas", "cms"], withFiles: true)
        #expect(found.count == 2 && found[0].contains("nope: no such profile"))
        #expect(found[1].contains("/none: No such file"))
        #expect(!found.joined().contains("SECRET"))
        #expect(configuration.objections(under: ["atlas", "nope"], withFiles: false).isEmpty)
    }
}
