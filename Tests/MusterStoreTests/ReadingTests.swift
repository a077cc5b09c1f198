import MusterModel
import Testing

@testable import MusterStore

/// What readers ask of a store: names are data, whatever stands in them.
@Suite struct ReadingTests {
    private static let names = [
        "wn1", "wn%", "wn_", "wn!", "wn\\", "wn'; DROP TABLE node; --", "wn\"", "WN\u{1}", "ünï",
    ]

    private func filled() async throws -> ScratchStore {
        let scratch = try ScratchStore()
        for (index, name) in Self.names.enumerated() {
            let arrival = try Arrivals.arrival(1, received: Int64(index), node: name, word: name)
            #expect(try await scratch.store.keep([arrival]) == [.stored])
            let state = try #require(await scratch.store.state(of: name, at: Arrivals.site))
            let key = JudgedSheet.Key(
                site: state.siteID, sheet: state.sheet, terms: Digest(of: [1]))
            try await scratch.store.keep(
                [JudgedSheet(key, profile: "p", verdict: .ready, open: [], findings: [])],
                traits: [])
            let verdict = NodeVerdict(
                site: state.siteID, node: state.nodeID, profile: "p", terms: key.terms,
                sheet: state.sheet, verdict: .ready, claimed: nil, open: [], findings: [])
            _ = try await scratch.store.record([verdict], at: 5)
        }
        return scratch
    }

    @Test func aNameIsFoundByWhatStandsInIt() async throws {
        let scratch = try await filled()
        for name in Self.names {
            var query = NodesQuery(site: Arrivals.site, profile: "p")
            query.search = name
            let page = try await scratch.store.nodes(query)
            let found = page.elements.map(\.name)
            #expect(found == (name == "wn1" ? ["wn1"] : [name]), "\(name)")
            #expect(try await scratch.store.node(name, at: Arrivals.site) != nil)
        }
        var all = NodesQuery(site: Arrivals.site, profile: "p")
        (all.limit, all.offset) = (4, 6)
        let page = try await scratch.store.nodes(all)
        #expect(page.total == 9 && page.elements.count == 3)
    }

    @Test func aScopeIsNeverLeft() async throws {
        let scratch = try await filled()
        let row = StandingRow(
            site: 1, name: Arrivals.site, trust: .unregistered, profile: "p",
            standing: "ready", since: 0, counts: .init(), document: [],
            blockers: [
                Blocker(
                    profile: "p", check: "c", outcome: "fail", nodes: 1, cores: 1, example: "wn1")
            ])
        try await scratch.store.keep([row], at: 1)
        for (scope, count) in [(ReadScope.all, 1), (.site(Arrivals.site), 1), (.site("X"), 0)] {
            let page = try await scratch.store.overview(OverviewQuery(), within: scope)
            #expect(page.total == Int64(count) && page.elements.count == count)
            #expect(try await scratch.store.tallies(within: scope).count == count)
            let open = try await scratch.store.openChecks(under: nil, within: scope, atMost: 9)
            #expect(open.count == count)
        }
    }
}
