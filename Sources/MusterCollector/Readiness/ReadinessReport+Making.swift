internal import MusterModel
public import MusterStore

extension ReadinessReport {
    /// The report of a store that is at hand; nil for a profile that is not in force.
    ///
    /// - Parameters:
    ///   - since: from when on changes are told, milliseconds since 1970.
    ///   - now: milliseconds since 1970.
    /// - Throws: ``StoreError``.
    public static func made(
        from store: SQLiteStore, by bench: Bench, under profile: String, since: Int64,
        at now: Int64
    ) async throws(StoreError) -> ReadinessReport? {
        let library = Library(store, RegistryKeeper(store), bench, now: { now })
        return try await library.report(under: profile, since: since, within: .all)
    }

    /// Where a collector's API has it.
    public static func path(under profile: String, since: Int64) -> String {
        "/api/v1/report" + Address.query([("profile", profile), ("since", "\(since)")])
    }
}

extension Library {
    /// The report of now; nil for a profile that is not in force.
    ///
    /// - Parameter since: from when on changes are told, milliseconds since 1970.
    func report(
        under id: String, since: Int64, within scope: ReadScope
    ) async throws(StoreError) -> ReadinessReport? {
        guard let profile = profile(id) else { return nil }
        let moment = now()
        var rows: [StandingRow] = []
        for row in try await store.standings(of: nil) where scope.covers(row.name) {
            rows.append(row)
        }
        let standings = Dictionary(grouping: rows, by: \.name).mapValues { rows in
            Dictionary(rows.map { ($0.profile, $0.standing) }) { first, _ in first }
        }
        var (sites, unregistered): ([ReadinessReport.Site], [ReadinessReport.Site]) = ([], [])
        for row in rows where row.profile == id {
            let known = try await registry.site(row.name, moment)
            let site = ReadinessReport.Site(row, known, standings[row.name] ?? [:])
            if row.trust == .registered { sites.append(site) } else { unregistered.append(site) }
        }
        let spread = try await store.spread(within: scope)
        let flips = try await store.flips(under: id, since: since, within: scope)
        let waivers = bench.waivers(on: CalendarDate(secondsSince1970: moment / 1000))
            .filter { waiver in waiver.site.map(scope.covers) ?? true }
        return ReadinessReport(
            profile: id, title: profile.title, dated: profile.dated.description,
            made: moment / 1000, since: since / 1000, sites: sites, unregistered: unregistered,
            vos: ReadinessReport.shares(of: sites) { $0.vos },
            regions: ReadinessReport.shares(of: sites) { [$0.region ?? "none"] },
            tiers: ReadinessReport.shares(of: sites) { [$0.tier.map { "Tier-\($0)" } ?? "none"] },
            total: ReadinessReport.shares(of: sites) { _ in ["all"] }.first ?? .init(name: "all"),
            obstacles: ReadinessReport.obstacles(at: sites),
            systems: ReadinessReport.spreads(spread) { [$0.system] },
            kernels: ReadinessReport.spreads(spread) { [$0.kernel] },
            routes: ReadinessReport.spreads(spread) { $0.routes.isEmpty ? ["none"] : $0.routes },
            flips: flips.map {
                .init(site: $0.site, before: $0.before, after: $0.after, at: $0.at / 1000)
            },
            waivers: waivers.map(ReadinessReport.Exception.init))
    }
}

// MARK: - Rows

extension ReadinessReport.Site {
    fileprivate init(_ row: StandingRow, _ known: RegisteredSite?, _ standings: [String: String]) {
        let (counts, why) = (row.counts, Why(row))
        self.init(
            name: row.name, region: known?.region, country: known?.country, tier: known?.tier,
            vos: known?.vos ?? [], standing: row.standing, since: row.since / 1000,
            reason: why?.reason ?? "", flapping: why?.isFlapping ?? false, ready: counts.ready,
            degraded: counts.degraded, unfit: counts.unfit, undetermined: counts.undetermined,
            stale: counts.stale, silent: counts.silent, expected: counts.expected,
            coresReady: counts.coresReady, cores: counts.cores,
            blockers: (why?.blockers ?? []).map {
                .init(
                    check: $0.check, outcome: $0.outcome, nodes: $0.nodes, cores: $0.cores,
                    example: $0.example)
            },
            standings: standings, page: Address.site(row.name, profile: row.profile))
    }
}

extension ReadinessReport.Exception {
    fileprivate init(_ waiver: (site: String?, waiver: Waiver)) {
        self.init(
            site: waiver.site, check: waiver.waiver.name, reason: waiver.waiver.reason,
            owner: waiver.waiver.owner, until: waiver.waiver.until.description)
    }
}

// MARK: - Sums

extension ReadinessReport {
    /// Sites added up by what `names` gives for each, in alphabetical order.
    static func shares(of sites: [Site], by names: (Site) -> [String]) -> [Share] {
        var shares: [String: Share] = [:]
        for site in sites {
            for name in Set(names(site)) { shares[name, default: Share(name: name)].add(site) }
        }
        return shares.values.sorted { $0.name < $1.name }
    }

    /// Checks that are open, at most sites first; a check counts once a site, whatever it
    /// came to there.
    static func obstacles(at sites: [Site]) -> [Obstacle] {
        var obstacles: [String: Obstacle] = [:]
        for site in sites {
            let checks = Dictionary(grouping: site.blockers, by: \.check)
            let isAlone = checks.count == 1 && site.standing != Standing.ready.rawValue
            for (check, blockers) in checks {
                var obstacle =
                    obstacles[check] ?? Obstacle(check: check, page: Address.check(check))
                let cores = blockers.reduce(0) { $0 + $1.cores }
                obstacle.sites += 1
                obstacle.nodes += blockers.reduce(0) { $0 + $1.nodes }
                obstacle.cores += cores
                obstacle.sitesFreed += isAlone ? 1 : 0
                obstacle.coresFreed += isAlone ? cores : 0
                obstacles[check] = obstacle
            }
        }
        return obstacles.values.sorted {
            ($1.sites, $1.nodes, $0.check) < ($0.sites, $0.nodes, $1.check)
        }
    }

    /// Nodes added up by what they run, the most first.
    static func spreads(_ rows: [SpreadRow], by names: (SpreadRow) -> [String]) -> [Spread] {
        var spreads: [String: Spread] = [:]
        var sites: [String: Set<String>] = [:]
        for row in rows {
            for name in names(row) {
                let name = name.isEmpty ? "unknown" : name
                var spread = spreads[name] ?? Spread(name: name, sites: 0, nodes: 0, cores: 0)
                spread.nodes += row.nodes
                spread.cores += row.cores
                spreads[name] = spread
                sites[name, default: []].insert(row.site)
            }
        }
        return spreads.values.map { spread in
            var spread = spread
            spread.sites = Int64(sites[spread.name]?.count ?? 0)
            return spread
        }
        .sorted { ($1.nodes, $0.name) < ($0.nodes, $1.name) }
    }
}
