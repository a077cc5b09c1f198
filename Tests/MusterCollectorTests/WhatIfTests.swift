import AuditExamples
import Foundation
import Luck
import MusterChecks
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// What would be is what comes to be.
@Suite struct WhatIfTests {
    private let bench: CollectorBench
    /// The built-in profiles, and one of a site's own that asks for gauges and rosters.
    private let base: Bench

    private static let own = """
        format: muster-checks/1
        profile: own
        title: Our own
        dated: 2026-11-01
        limits:
          own.limit:
            value: 15000
            source: {text: "a test", date: 2026-11-01}
        checks:
          - id: own.userns
            title: enough user namespaces
            level: required
            reason: A test asks for them.
            source: {text: "a test", date: 2026-11-01}
            require: {userns.limit.user: {at least: {limit: own.limit}}}
            remedy: "sysctl user.max_user_namespaces={limit:own.limit}"
          - id: own.moving
            title: the repository answers
            level: advised
            reason: A test asks for it.
            source: {text: "a test", date: 2026-11-01}
            each: {kind: cvmfs.repository, in: [atlas.cern.ch]}
            require: {cvmfs.repository.accessible: {is: yes}}
            remedy: "cvmfs_config probe {subject}"
          - id: own.shy
            title: a route that nobody looked at
            level: advised
            reason: A test asks for it.
            source: {text: "a test", date: 2026-11-01}
            each: {kind: runtime.route, in: [nobodys]}
            require: {runtime.route.enabled: {is: yes}}
            remedy: "Install {subject}."
        """

    init() throws {
        bench = try CollectorBench()
        let places = Bench.Places()
        let plain = try Bench(of: Self.none(places), version: "test")
        var proposal = Proposal()
        proposal.files = [CheckFile(name: "own.yaml", text: Self.own)]
        let all = try plain.changed(by: proposal)
        base = all.replacing(all.profiles.filter { Self.profiles.contains($0.id) })
    }

    private static func none(_ places: Bench.Places) -> Bench.Places {
        var places = places
        (places.checks, places.waivers, places.siteWaivers) = ("/none", "/none", "/none")
        return places
    }

    private static let sites = """
        format: muster-sites/1
        sites:
          - {name: A-T1, tier: 1, region: R1, vos: [atlas]}
          - {name: B-T2, tier: 2, region: R1, vos: [atlas, cms]}
          - name: C-T2
            tier: 2
            region: R2
            vos: [cms]
            nodes: {count: 3, date: 2026-11-01, source: t}
          - {name: D-T2, tier: 2, region: R2, vos: [lhcb]}
        """

    private static func gauges(_ answer: FactValue) -> [Fact] {
        [
            fact("cvmfs.repository.accessible", of: "atlas.cern.ch", answer),
            fact("cvmfs.repository.accessible", of: "cms.cern.ch", .bool(true)),
            fact("mounts.mount.type", of: "/a,b]", .string("\"],[")),
        ]
    }
    /// Gauges of a node that has lost their frame.
    private static let odd = gauges(.bool(true)) + [fact("mounts.mount.answers", .bool(true))]

    /// The profiles that are judged here; one of them includes another.
    private static let profiles: Set<String> = ["own", "atlas", "new"]

    /// Sites of machines that differ, judged and folded by some profiles of a bench.
    private func filled(_ store: CollectorBench, by policy: Bench) async throws
        -> [String: StandingRow]
    {
        let keeper = RegistryKeeper(store.store)
        let looked = try await keeper.look(
            at: Array(Self.sites.utf8), from: "sites.yaml", store.now)
        try await keeper.keep(looked, by: "test", store.now)
        let mended = try CollectorBench.mended()
        func turned(_ gauges: [Fact]) -> AuditExample {
            var example = mended
            example.gauges = gauges
            return example
        }
        let (well, badly) = (turned(Self.gauges(.bool(true))), turned(Self.gauges(.bool(false))))
        let machines: [(String, [AuditExample])] = [
            ("A-T1", [well, mended, .troubled]), ("B-T2", [.troubled, .troubled]),
            ("C-T2", [badly, .ready]), ("D-T2", [well, badly, turned([]), turned(Self.odd)]),
        ]
        for (site, examples) in machines {
            for (number, example) in examples.enumerated() {
                let node = "wn\(number)"
                let whole = try CollectorBench.envelope(example, node: node)
                // One whose gauges nobody can read.
                let envelope =
                    example.gauges == Self.odd ? try CollectorBench.lost(whole) : whole
                let bytes = try CollectorBench.delivery([envelope])
                try await store.withIngest { ingest in
                    _ = try await ingest.take(bytes) { _ in
                        .success(NodeName(site: site, node: envelope.id.node))
                    }
                }
            }
        }
        let policy = policy.replacing(
            policy.profiles.filter { Self.profiles.contains($0.id) })
        _ = await store.judged(by: policy)
        let rollup = Rollup(
            store.store, profiles: policy.profiles.map(\.id),
            sites: { moment throws(StoreError) in try await keeper.standing(at: moment) },
            now: { store.now }, trouble: { Issue.record("\($0)") })
        await rollup.age()
        await rollup.notice(Set(try await store.store.sites().map(\.id)))
        await rollup.settle()
        return Dictionary(
            uniqueKeysWithValues: try await store.store.standings(of: nil).map {
                ("\($0.name) \($0.profile)", $0)
            })
    }

    private func answer(_ proposal: Proposal) async throws -> WhatIf {
        let known = Set(try base.changed(by: proposal).profiles.map(\.id))
        return try await WhatIfMaker(bench.store, base: base, rules: .usual)
            .whatIf(proposal, under: Self.profiles.intersection(known), at: bench.now)
    }

    @Test func nothingChangesNothing() async throws {
        let rows = try await filled(bench, by: base)
        #expect(rows.count == 4 * 2)
        #expect(try await answer(Proposal()).outcomes.isEmpty)
        // The profile as it is, from a file.
        var same = Proposal()
        same.files = [CheckFile(name: "same.yaml", text: Self.own)]
        same.limits = ["own.limit": "15000"]
        #expect(try await answer(same).outcomes.isEmpty)
    }

    /// Proposals at random: what is said of them is what a collector comes to that really
    /// judges so, and nothing of the store is otherwise afterwards.
    @Test(arguments: 1...8)
    func whatWouldBeComesToBe(_ seed: Int) async throws {
        let rows = try await filled(bench, by: base)
        var luck = SeededNumbers(seed)
        let checks = Set(base.profiles.flatMap(\.checks).map(\.id)).sorted()
        var proposal = Proposal()
        for _ in 0..<Int.random(in: 1...4, using: &luck) {
            proposal.without.insert(try #require(checks.randomElement(using: &luck)))
        }
        if seed % 2 == 0 { proposal.limits["own.limit"] = "\(seed * 10_000)" }
        if seed % 3 == 0 || seed % 3 == 1 {
            var text = Self.own.replacing("level: advised", with: "level: required")
            if seed % 3 == 1 { text = text.replacing("{is: yes}", with: "{is: no}") }
            proposal.files = [CheckFile(name: "next.yaml", text: text)]
        }
        let answer = try await answer(proposal)
        #expect(!answer.outcomes.isEmpty)
        let after = Dictionary(
            uniqueKeysWithValues: try await bench.store.standings(of: nil).map {
                ("\($0.name) \($0.profile)", $0)
            })
        #expect(after == rows, "a trial changes nothing")
        let live = try CollectorBench()
        let truth = try await filled(live, by: base.changed(by: proposal))
        var told: [String: WhatIf.Site] = [:]
        for outcome in answer.outcomes {
            for site in outcome.sites { told["\(site.name) \(outcome.profile)"] = site }
        }
        for (key, row) in truth {
            let was = try #require(rows[key])
            if let site = told[key] {
                #expect(site.after == row.standing && site.before == was.standing, "\(key)")
                #expect(site.readyAfter == row.counts.ready, "\(key)")
                #expect(site.coresAfter == row.counts.coresReady, "\(key)")
            } else {
                #expect(row.standing == was.standing && row.counts == was.counts, "\(key)")
            }
        }
        for outcome in answer.outcomes {
            let ready = truth.values.filter { $0.profile == outcome.profile }
                .reduce(0) { $0 + $1.counts.ready }
            #expect(outcome.total.after.nodes == ready)
            #expect(outcome.tiers.reduce(0) { $0 + $1.after.nodes } == ready)
        }
    }

    @Test func aCheckThatIsGoneFreesItsNodes() async throws {
        _ = try await filled(bench, by: base)
        var proposal = Proposal()
        proposal.without = ["own.userns"]
        let outcome = try #require(await answer(proposal).outcomes.first)
        let site = try #require(outcome.sites.first { $0.name == "A-T1" })
        #expect((site.before, site.after) == ("not-ready", "ready"))
        #expect((site.readyBefore, site.readyAfter, site.nodes) == (2, 3, 3))
        #expect((outcome.total.before.sites, outcome.total.after.sites) == (1, 4))
        #expect(outcome.vos.map(\.name) == ["atlas", "cms", "lhcb"])
        #expect(outcome.vos.map(\.after.nodes) == [5, 4, 4])
        proposal.without = []
        proposal.limits = ["own.limit": "100000"]
        let harder = try #require(await answer(proposal).outcomes.first)
        #expect((harder.total.before.nodes, harder.total.after.nodes) == (7, 0))
    }

    @Test func whoNeverLookedIsToldApart() async throws {
        _ = try await filled(bench, by: base)
        var proposal = Proposal()
        let text = Self.own.replacing("nobodys", with: "nobodys-either")
        proposal.files = [CheckFile(name: "next.yaml", text: text)]
        let outcome = try #require(await answer(proposal).outcomes.first)
        #expect(outcome.profile == "own" && outcome.checks == ["own.shy"])
        #expect(outcome.unwatched == 11 && outcome.sites.count == 4)
    }

    @Test func aProfileThatIsNewIsJudgedFromNothing() async throws {
        _ = try await filled(bench, by: base)
        var proposal = Proposal()
        let text = Self.own.replacing("profile: own", with: "profile: new")
            .replacing("own.", with: "new.")
        proposal.files = [CheckFile(name: "new.yaml", text: text)]
        let answer = try await answer(proposal)
        #expect(answer.outcomes.map(\.profile) == ["new"])
        let outcome = answer.outcomes[0]
        #expect(outcome.total.before == WhatIf.Count())
        #expect(outcome.sites.count == 4 && outcome.sites.allSatisfy { $0.before == "" })
        let live = try await filled(try CollectorBench(), by: base.changed(by: proposal))
        for site in outcome.sites {
            #expect(live["\(site.name) new"]?.standing == site.after, "\(site.name)")
        }
    }

    @Test func aMistakeIsToldAndNothingElse() async throws {
        func mistakes(_ change: (inout Proposal) -> Void) async -> [String] {
            var proposal = Proposal()
            change(&proposal)
            do {
                _ = try await answer(proposal)
                return []
            } catch { return (error as? Bench.Mistakes)?.lines ?? ["\(error)"] }
        }
        #expect(await mistakes { $0.without = ["no.check"] }[0].contains("no profile asks"))
        #expect(await mistakes { $0.limits = ["no.limit": "1"] }[0].contains("own.limit"))
        #expect(await mistakes { $0.limits = ["own.limit": "many"] }[0].contains("needed"))
        let broken = await mistakes {
            $0.files = [CheckFile(name: "b.yaml", text: "format: muster-checks/1\nprofile: x\n")]
        }
        #expect(broken.contains { $0.hasPrefix("b.yaml") }, "\(broken)")
    }

}
