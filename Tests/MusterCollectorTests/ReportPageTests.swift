import AuditExamples
import Foundation
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// The report as a page, in a file and in the dashboard, and the tickets out of it.
@Suite struct ReportPageTests {
    private let field: ReadinessField

    init() throws { field = try ReadinessField() }

    private func reading(
        _ body: @Sendable (RunningCollector) async throws -> Void
    ) async throws {
        var rules = IdentityRules()
        rules.isReadingOpen = true
        try await field.bench.serving(rules, by: ReadinessField.policy) { (server) async throws in
            try await body(server)
        }
    }

    /// Two days, so that there is a course to be drawn.
    private func twoDays() async throws {
        let keeper = try await field.filled()
        field.bench.wait(seconds: 2 * 86_400)
        try await field.send(try CollectorBench.mended(), 1...2, to: "BAD-T2", sequence: 2)
        try await field.send(.troubled, 3...4, to: "BAD-T2", sequence: 2)
        try await field.send(try CollectorBench.mended(), 1...3, to: "GOOD-T1", sequence: 2)
        try await field.fold(keeper)
    }

    private static func links(in page: String) -> [String] {
        page.components(separatedBy: "href=\"").dropFirst().compactMap {
            $0.split(separator: "\"").first.map { link in
                String(link).replacing("&amp;", with: "&").replacing("&#39;", with: "'")
            }
        }
    }

    @Test func theFileNeedsNothingButItself() async throws {
        try await twoDays()
        let report = try await field.report()
        let page = report.html(linking: "https://m.example.org")
        let file = field.bench.folder + "/report.html"
        try Data(page.utf8).write(to: URL(filePath: file))
        let tidy = try Launch.run(["tidy", "-errors", "-quiet", file])
        let errors = tidy.errors.split(separator: "\n").filter { $0.contains("Error") }
        #expect(errors.isEmpty, "\(errors)")
        for word in ["<script", "<link", " src=\"", "@import", "url(", "<img", "onload"] {
            #expect(!page.replacing("&lt;", with: "").contains(word), "\(word)")
        }
        #expect(page.contains("&lt;img src=x&gt;"), "the region's name is text")
        #expect(page.contains("Content-Security-Policy"))
        #expect(page.components(separatedBy: "<path ").count > 3, "areas in each chart")
        #expect(page.contains("class=\"fail heat"))
        #expect(!Self.links(in: report.html()).contains { !$0.hasPrefix("#") })
        let strange = Self.links(in: page).filter { !$0.hasPrefix("https://m.example.org/") }
        #expect(strange.isEmpty, "\(strange)")
    }

    /// Every number leads somewhere, and there is what it counted.
    @Test func everyLinkOfTheReportLeadsToWhatItCounts() async throws {
        try await twoDays()
        try await reading { (server) async throws in
            let answer = try server.ask("/report?profile=userns")
            #expect(answer.status == 200 && answer.body.utf8.count < 300_000)
            let links = Set(Self.links(in: answer.body)).filter { $0.hasPrefix("/") }
            #expect(links.count > 25)
            for link in links {
                let page = try server.ask(link)
                #expect(page.status == 200, "\(link): \(page.status)")
            }
            let ready = "/sites/GOOD-T1/nodes?profile=userns&verdict=fit&freshness=fresh"
            #expect(links.contains(ready))
            #expect(try server.ask(ready).body.contains("wn3"))
            let running = try #require(links.first { $0.contains("/running?kind=kernel") })
            #expect(try server.ask(running).body.contains("GOOD-T1"))
        }
    }

    @Test func itIsTakenAwayInEveryForm() async throws {
        try await twoDays()
        let report = try await field.report(since: field.bench.now - 7 * 86_400_000)
        try await reading { (server) async throws in
            for (path, text) in [
                ("csv", report.csv), ("md", report.markdown()),
                ("json", report.json.canonicalText), ("html", report.html()),
            ] {
                let answer = try server.ask("/report.\(path)?profile=userns")
                #expect(answer.status == 200 && answer.body == text, "\(path)")
                let name = "attachment; filename=\"muster-report.\(path)\""
                #expect(answer.headers.contains(name))
            }
            #expect(try server.ask("/report?on=yesterday").status == 400)
            #expect(try server.ask("/report?on=2999-01-01").status == 400)
            #expect(try server.ask("/report?since=2999-01-01").status == 400)
            #expect(try server.ask("/report?profile=nobodys").status == 404)
            let before = try server.ask("/report?profile=userns&on=2020-01-01")
            #expect(before.status == 200 && !before.body.contains("GOOD-T1"), "nobody knew")
        }
    }

    @Test func aTicketTellsWhatWasSeenAndWhatToChange() async throws {
        _ = try await field.filled()
        let maker = TicketMaker(field.bench.store, bench: ReadinessField.policy)
        let ticket = try #require(
            await maker.ticket(of: "BAD-T2", under: "userns", at: field.bench.now))
        #expect(ticket.items.map(\.check) == ["userns.enabled"] && ticket.isNeeded)
        let text = ticket.text(linking: "https://m.example.org")
        for words in [
            "Affected site: BAD-T2", "[BAD-T2] 4 of 4 worker nodes are not known to be ready",
            "fail on 4 nodes", "seen    userns.limit.user: 0", "change  ", "source  ",
            "https://m.example.org/sites/BAD-T2/nodes?profile=userns&check=userns.enabled",
            "muster check --profile userns",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        let good = try await maker.ticket(of: "GOOD-T1", under: "userns", at: field.bench.now)
        #expect(good?.isNeeded == false)
        #expect(try await maker.ticket(of: "NO", under: "userns", at: field.bench.now) == nil)
        try await reading { (server) async throws in
            let page = try server.ask("/sites/BAD-T2/ticket?profile=userns")
            #expect(page.status == 200 && page.body.contains("userns.limit.user: 0"))
            let answer = try server.ask("/api/v1/sites/BAD-T2/ticket?profile=userns")
            #expect(try SiteTicket(reading: Array(answer.body.utf8)) == ticket)
            let program = Launch.program("muster-collector")
            let end = try Launch.run([
                program, "ticket", "BAD-T2", "--profile", "userns", "--url",
                "http://127.0.0.1:\(server.port)",
            ])
            #expect(end.exit == 0 && end.output.contains("Affected site: BAD-T2"), "\(end.errors)")
        }
    }

    @Test func thePastIsToldBySteps() async throws {
        try await twoDays()
        try await reading { (server) async throws in
            for step in Trend.Step.allCases {
                let page = try server.ask("/history?profile=userns&step=\(step.rawValue)")
                #expect(page.status == 200 && page.body.contains("GOOD-T1"), "\(step)")
            }
            let answer = try server.ask("/api/v1/trend?profile=userns&step=hour")
            let points = try JSONReader.value(in: Array(answer.body.utf8))["points"]?.elements
            #expect(points?.count == 49)
            #expect(try server.ask("/api/v1/trend?step=year").status == 400)
            #expect(try server.ask("/api/v1/trend?profile=no").status == 404)
            let all = try server.ask("/history?profile=userns&before=1").body
            #expect(!all.contains("GOOD-T1"), "nothing was before the first")
        }
    }
}
