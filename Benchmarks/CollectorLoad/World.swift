import MusterCollector
import MusterModel
import MusterStore

/// A grid as large as WLCG: sites of all sizes with tiers, regions and VOs, and a year in
/// which they became ready, slowly and not all of them.
struct World: Sendable {
    /// How many sites there are, and how many nodes each has on average.
    let sites: Int, nodes: Int

    private static let anHour: Int64 = 3_600_000
    private static let aDay: Int64 = 24 * anHour

    /// How many nodes a site has: centres many, most sites fewer than the average.
    func nodes(at site: Int) -> Int {
        let tenths = site == 0 ? 60 : site < 14 ? 30 : [16, 12, 9, 7, 5, 4, 3][site % 7]
        return max(1, nodes * tenths / 10)
    }

    /// Its registry, as a file of sites.
    var registry: String {
        var lines = ["format: muster-sites/1", "sites:"]
        for site in 0..<sites {
            let name = Fleet.site(site)
            let vos = [
                ["atlas", "cms", "alice", "lhcb"], ["atlas"], ["cms"], ["atlas", "lhcb"], ["alice"],
            ]
            lines += [
                "  - name: \(name)",
                "    tier: \(site == 0 ? 0 : site < 14 ? 1 : site % 5 == 4 ? 3 : 2)",
                "    country: \(name.prefix(2))",
                "    region: NGI_\(name.prefix(2))",
                "    vos: [\(vos[site % vos.count].joined(separator: ", "))]",
                "    nodes: {count: \(nodes(at: site)), date: 2026-11-01, source: the benchmark}",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Makes the registry count from a moment on, milliseconds since 1970.
    func register(in store: SQLiteStore, at moment: Int64) async throws {
        let keeper = RegistryKeeper(store)
        let looked = try await keeper.look(at: Array(registry.utf8), from: "world.yaml", moment)
        try await keeper.keep(looked, by: "benchmark", moment)
    }

    /// Keeps how every site stood under every profile at the end of each of so many days:
    /// each day some of its nodes are others.
    func live(
        through days: Int64, before now: Int64, under profiles: [String], in store: SQLiteStore
    ) async throws {
        let rows = try await store.sites().filter { $0.trust == .registered }
        for day in 0..<days {
            let moment = now - (days - day) * Self.aDay
            let standings = rows.flatMap { site in
                profiles.enumerated().map { number, profile in
                    row(site, profile, number, share: day * 1000 / days, moment)
                }
            }
            try await store.keep(standings, at: moment)
        }
    }

    /// A site on a day; `share` is how far the year has come, in thousandths.
    private func row(
        _ site: SiteRow, _ profile: String, _ number: Int, share: Int64, _ moment: Int64
    ) -> StandingRow {
        let nodes = Int64(self.nodes(at: Int(site.id) - 1))
        let luck = Int64(
            (Int(site.id) * 7919 + number * 104_729 + Int(moment / Self.aDay) * 31) % 97)
        let mended = share > Int64(Int(site.id) * 37 % 1100)
        var counts = StandingRow.Counts()
        counts.ready = mended ? nodes - min(nodes, luck * nodes / 1000) : luck * nodes / 300
        counts.unfit = nodes - counts.ready
        (counts.cores, counts.coresReady) = (nodes * 64, counts.ready * 64)
        counts.expected = nodes
        let standing = counts.ready * 10 >= nodes * 9 ? "ready" : "not-ready"
        let blocker = JSONValue.object([
            "check": .string("userns.enabled"), "outcome": .string("fail"),
            "nodes": .integer(counts.unfit), "cores": .integer(counts.unfit * 64),
            "example": .string("wn0001"),
        ])
        let why = JSONValue.object([
            "reason": .string("\(counts.ready) of \(nodes) known nodes are ready"),
            "blockers": .array(counts.unfit > 0 ? [blocker, blocker, blocker] : []),
            "changes": .integer(0), "flapping": .bool(false),
        ])
        return StandingRow(
            site: site.id, name: site.name, trust: site.trust, profile: profile,
            standing: standing, since: moment, counts: counts, document: why.canonicalBytes)
    }
}
