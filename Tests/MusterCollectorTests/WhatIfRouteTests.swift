import Foundation
import MusterChecks
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// Proposals over HTTP, from programs and from people.
@Suite struct WhatIfRouteTests {
    private let field: ReadinessField

    init() throws { field = try ReadinessField(by: try Self.bench()) }

    private func asking(
        _ body: @Sendable (RunningCollector) async throws -> Void
    ) async throws {
        _ = try await field.filled()
        var rules = IdentityRules()
        rules.isReadingOpen = true
        try await field.bench.serving(rules, by: field.policy) { (server) async throws in
            try await body(server)
        }
    }

    /// Of real check files, since a proposal lays others over them.
    private static func bench() throws -> Bench {
        var places = Bench.Places()
        (places.checks, places.waivers, places.siteWaivers) = ("/none", "/none", "/none")
        return try Bench(of: places, version: "test")
    }

    private func post(
        _ server: RunningCollector, _ text: String, _ words: [String] = []
    ) throws -> (status: Int, body: String, headers: String) {
        try server.ask(WhatIf.path, words, sending: Array(text.utf8))
    }

    @Test func aProgramGetsWhatTheMakerSays() async throws {
        try await asking { (server) async throws in
            let answer = try post(server, #"{"without":["userns.enabled"]}"#)
            #expect(answer.status == 200, "\(answer.body)")
            var proposal = Proposal()
            proposal.without = ["userns.enabled"]
            let maker = WhatIfMaker(field.bench.store, base: field.policy, rules: .usual)
            let other = try await maker.whatIf(proposal, at: field.bench.now)
            #expect(try WhatIf(reading: Array(answer.body.utf8)) == other)
            #expect(other.outcomes.contains { $0.profile == "baseline" })
        }
    }

    @Test func whatDoesNotFitIsTold() async throws {
        try await asking { (server) async throws in
            for (text, status, words) in [
                ("", 400, "the proposal"), ("[]", 400, "needed an object"),
                (#"{"drop":1}"#, 400, "needed files, set, without or profiles"),
                (#"{"without":"x"}"#, 400, "needed a list"),
                (#"{"files":[{}]}"#, 400, "{name, text}"),
                (#"{"set":{"a":[]}}"#, 400, "needed a text or a whole number"),
                (#"{"without":["userns.enable"]}"#, 422, "userns.enabled"),
                (#"{"profiles":["baselin"]}"#, 422, "baseline"),
                (#"{"set":{"no.limit":1}}"#, 422, "no profile has such a limit"),
                (#"{"files":[{"name":"x.yaml","text":"a: ["}]}"#, 422, "x.yaml:"),
            ] {
                let answer = try post(server, text)
                #expect(
                    answer.status == status && answer.body.contains(words), "\(text): \(answer)")
            }
            let large = #"{"without":[""# + String(repeating: "x", count: 300 << 10) + #""]}"#
            #expect(try post(server, large).status == 413)
            let plain = ["--data-binary", "{}", "Content-Type: text/plain"]
            #expect(try server.ask(WhatIf.path, plain).status == 415)
            #expect(try post(server, "{}", ["Sec-Fetch-Site: cross-site"]).status == 415)
            #expect(try server.ask(WhatIf.path).status == 405)
            #expect(try server.ask("/what-if", ["-XPUT"]).status == 405)
        }
    }

    private static let otherwise = "Judged otherwise: userns.enabled."

    @Test func aPersonGetsAPage() async throws {
        try await asking { (server) async throws in
            #expect(try server.ask("/what-if").status == 200)
            let answer = try server.ask("/what-if?without=userns.enabled")
            #expect(answer.status == 200 && answer.body.contains(Self.otherwise), "\(answer.body)")
            let form = "without=userns.enabled&limit=&value=&profile=&file="
            let same = ["Content-Type: application/x-www-form-urlencoded"]
            let sent = try server.ask("/what-if", same, sending: Array(form.utf8))
            #expect(sent.status == 200 && sent.body.contains(Self.otherwise))
            let other = try server.ask(
                "/what-if", same + ["Sec-Fetch-Site: cross-site"], sending: Array(form.utf8))
            #expect(other.status == 403)
            let cross = ["Sec-Fetch-Site: cross-site"]
            #expect(try server.ask("/what-if?without=userns.enabled", cross).status == 403)
            #expect(try server.ask("/what-if", cross).status == 200, "the bare form costs nothing")
            let bait = "file=%3C%2Ftextarea%3E%3Cscript%3Ex&without=%3Cscript%3E"
            let page = try server.ask("/what-if", same, sending: Array(bait.utf8))
            #expect(page.status == 422 && !page.body.contains("<script>"), "\(page.status)")
            #expect(try server.ask("/what-if?set=x").status == 400)
            #expect(try server.ask("/what-if?set=%FF").status == 400)
        }
    }

    /// One is in, four wait, the next is sent away; those that wait get in, in their order.
    @Test func whoComesWhereManyWaitIsSentAway() async throws {
        _ = try await field.filled()
        let library = Library(
            field.bench.store, RegistryKeeper(field.bench.store), field.policy, .usual,
            now: { field.bench.now })
        var proposal = Proposal()
        proposal.without = ["userns.enabled"]
        let asked = proposal
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do {
                        let answer = try await library.desk.whatIf(
                            asked, under: nil, in: library, within: .all)
                        return !answer.outcomes.isEmpty
                    } catch is WhatIfDesk.Refusal { return false } catch {
                        Issue.record("\(error)")
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        let answered = outcomes.count { $0 }
        #expect(answered >= 5 && answered < 40, "\(answered)")
        let after = try await library.desk.whatIf(asked, under: nil, in: library, within: .all)
        #expect(!after.outcomes.isEmpty, "the desk is free again")
    }
}
