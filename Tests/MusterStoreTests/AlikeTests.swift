import Luck
import MusterModel
import Testing

@testable import MusterStore

/// Nodes that are judged alike: counted from an index, the same as one by one.
@Suite struct AlikeTests {
    /// A node as it was filled in.
    private struct Node {
        let id: Int64, name: String, freshness: String
        let cores: Int64
        let verdicts: [String: (verdict: Verdict, sheet: Digest, open: [OpenFinding])]
    }

    private static let profiles = ["p", "q"]

    private func finding(_ check: String, _ outcome: String, _ level: String) -> OpenFinding? {
        OpenFinding(
            json: .object([
                "check": .string(check), "outcome": .string(outcome), "level": .string(level),
            ]))
    }

    /// What may be open: on a sheet and beside it, what weighs and what does not.
    private func some(_ luck: inout SeededNumbers) -> [OpenFinding] {
        let all = ["a", "b"].flatMap { check in
            [("fail", "required"), ("unknown", "required"), ("waived", "required")].map {
                finding(check, $0.0, $0.1)
            } + [finding(check, "warn", "advised")]
        }.compactMap(\.self)
        return all.filter { _ in Int.random(in: 0..<6, using: &luck) == 0 }
    }

    private func filled(
        _ store: SQLiteStore, _ luck: inout SeededNumbers
    ) async throws -> [Node] {
        var sheets: [Digest: [String: [OpenFinding]]] = [:]
        var nodes: [Node] = []
        for number in 1...60 {
            let name = "wn\(100 - number)"
            let word = "sheet \(Int.random(in: 0..<4, using: &luck))"
            let arrival = try Arrivals.arrival(1, received: 5, node: name, sections: [word])
            #expect(try await store.keep([arrival]) == [.stored])
            let state = try #require(await store.state(of: name, at: Arrivals.site))
            let cores = Int64(word.utf8.last ?? 0)
            if sheets[state.sheet] == nil {
                var found: [String: [OpenFinding]] = [:]
                for profile in Self.profiles { found[profile] = some(&luck) }
                sheets[state.sheet] = found
                try await judge(state, found, cores, in: store)
            }
            var verdicts: [NodeVerdict] = []
            var kept: [String: (verdict: Verdict, sheet: Digest, open: [OpenFinding])] = [:]
            for profile in Self.profiles {
                let beside = number % 3 == 0 ? some(&luck) : []
                let verdict = try #require(Verdict.allCases.randomElement(using: &luck))
                verdicts.append(
                    NodeVerdict(
                        site: state.siteID, node: state.nodeID, profile: profile,
                        terms: Digest(of: Array(profile.utf8)), sheet: state.sheet,
                        verdict: verdict, claimed: nil, open: beside, findings: []))
                kept[profile] = (
                    verdict, state.sheet, (sheets[state.sheet]?[profile] ?? []) + beside
                )
            }
            _ = try await store.record(verdicts, at: 5)
            let freshness = ["fresh", "fresh", "stale", "silent"][number % 4]
            try await store.write("test") { database in
                try database.run(
                    StandingStatements.setFreshness, [state.siteID, state.nodeID, freshness])
            }
            if number % 10 == 0 {
                _ = try await store.retire(
                    node: name, at: Arrivals.site, now: 6)
            } else {
                nodes.append(
                    Node(
                        id: state.nodeID, name: name, freshness: freshness, cores: cores,
                        verdicts: kept))
            }
        }
        return nodes
    }

    private func judge(
        _ state: NodeState, _ found: [String: [OpenFinding]], _ cores: Int64,
        in store: SQLiteStore
    ) async throws {
        let judged = found.map { profile, open in
            JudgedSheet(
                JudgedSheet.Key(
                    site: state.siteID, sheet: state.sheet, terms: Digest(of: Array(profile.utf8))),
                profile: profile, verdict: .ready, open: open, findings: [])
        }
        let traits = SheetTraits(
            site: state.siteID, sheet: state.sheet, cores: cores, system: "", kernel: "",
            routes: [])
        try await store.keep(judged, traits: [traits])
    }

    @Test(arguments: 1...6)
    func nodesAreCountedAsOneByOne(_ seed: Int) async throws {
        var luck = SeededNumbers(seed)
        let scratch = try ScratchStore()
        let nodes = try await filled(scratch.store, &luck)
        let alike = try await scratch.store.alike(at: 1, under: nil)
        for profile in Self.profiles {
            let groups = alike.filter { $0.profile == profile }
            #expect(Set(groups.flatMap(\.nodes)) == Set(nodes.map(\.id)))
            #expect(groups.reduce(0) { $0 + $1.nodes.count } == nodes.count)
            let alone = try await scratch.store.alike(at: 1, under: profile)
            #expect(Set(alone.map { Set($0.nodes) }) == Set(groups.map { Set($0.nodes) }))
            for group in groups {
                for node in nodes where group.nodes.contains(node.id) {
                    let known = try #require(node.verdicts[profile])
                    #expect(known.verdict == group.verdict && known.sheet == group.sheet)
                    #expect(Set(known.open) == Set(group.open))
                    #expect(node.freshness == group.freshness && node.cores == group.coresEach)
                }
            }
        }
        let counted = try await scratch.store.counted(at: 1)
        for group in counted.groups {
            let same = nodes.filter {
                $0.freshness == group.freshness
                    && $0.verdicts[group.profile]?.verdict == group.verdict
            }
            #expect(group.nodes == Int64(same.count))
            #expect(group.cores == same.reduce(0) { $0 + $1.cores })
        }
        #expect(
            counted.groups.reduce(0) { $0 + $1.nodes } == Int64(2 * nodes.count), "nobody twice")
        try expect(counted.blockers, of: nodes)
    }

    private func expect(_ blockers: [Blocker], of nodes: [Node]) throws {
        var wanted: Set<[String]> = []
        for node in nodes where node.freshness == "fresh" {
            for (profile, known) in node.verdicts {
                for open in known.open where open.level == .required && open.outcome != "waived" {
                    wanted.insert([profile, open.check, open.outcome])
                }
            }
        }
        #expect(Set(blockers.map { [$0.profile, $0.check, $0.outcome] }) == wanted)
        #expect(blockers.count == wanted.count && !wanted.isEmpty)
        for blocker in blockers {
            let hit = nodes.filter { node in
                node.freshness == "fresh"
                    && (node.verdicts[blocker.profile]?.open ?? []).contains {
                        $0.check == blocker.check && $0.outcome == blocker.outcome
                            && $0.level == .required
                    }
            }
            #expect(blocker.nodes == Int64(hit.count))
            #expect(blocker.cores == hit.reduce(0) { $0 + $1.cores })
            #expect(blocker.example == hit.map(\.name).min())
        }
        let order = blockers.map { ($0.profile, -$0.nodes) }
        #expect(zip(order, order.dropFirst()).allSatisfy { $0 <= $1 })
    }

    /// That is all that makes it fast.
    @Test func noRowOfANodeIsLookedAt() async throws {
        let scratch = try ScratchStore()
        let plans = try await scratch.store.read("test") { database in
            [
                try database.plan(of: RejudgingStatements.alike, [1]),
                try database.plan(of: RejudgingStatements.alikeUnderOne, [1, "p"]),
            ]
        }
        for plan in plans {
            #expect(
                plan.contains { $0.contains("COVERING INDEX node_verdict_alike (site_id=?)") },
                "\(plan)")
            // Few groups are looked up; sorting all nodes is what must not be.
            #expect(!plan.contains { $0.contains("FOR GROUP BY") }, "\(plan)")
        }
    }
}
