internal import MusterModel
public import MusterStore

/// Makes reports from what a store remembers: of now and of any past hour alike, so that a
/// report can be made again.
public struct ReportMaker: Sendable {
    /// What is needed of a store.
    public typealias Store = HistoryStore & JudgingStore & PolicyStore & RegistryStore

    private let store: any Store
    private let bench: Bench

    /// Milliseconds.
    static let anHour: Int64 = 3_600_000
    /// Over how many hours the trend is told where nobody says.
    public static let trendHours: Int64 = 90 * 24

    /// A maker over a store.
    ///
    /// - Parameter bench: by what was judged where the store does not remember it.
    public init(_ store: any Store, bench: Bench) { (self.store, self.bench) = (store, bench) }

    /// The report of a moment, milliseconds since 1970, as its hour ended, or as it is where
    /// it has not; nil for a profile that was not in force.
    ///
    /// - Parameters:
    ///   - since: with which hour's beginning is compared, milliseconds since 1970.
    ///   - hours: over how many hours the trend is told.
    ///   - scope: what of it somebody may read.
    /// - Throws: ``StoreError``.
    public func report(
        under id: String, at moment: Int64, since: Int64, trend hours: Int64 = trendHours,
        within scope: ReadScope = .all
    ) async throws(StoreError) -> ReadinessReport? {
        let bench = try await Bench.inForce(at: moment, in: store, otherwise: bench)
        guard let profile = bench.profiles.first(where: { $0.id == id }) else { return nil }
        let rows = try await standings(at: moment / Self.anHour, scope)
        let spread = try await store.spread(at: moment / Self.anHour)
        let (sites, unregistered) = try await self.sites(rows, under: id, spread, moment)
        let names = Set(sites.map(\.name))
        let numbers = rows.filter { names.contains($0.name) }.map(\.site)
        let before = try await standings(at: since / Self.anHour - 1, scope)
            .filter { $0.profile == id }
        let waivers = bench.waivers(on: CalendarDate(secondsSince1970: moment / 1000))
            .filter { waiver in waiver.site.map(scope.covers) ?? true }
        let trend = try await TrendMaker(store).trend(
            under: id, of: Set(numbers), by: Trend.Step(telling: hours),
            from: moment / Self.anHour - hours + 1, through: moment)
        return ReadinessReport(
            profile, made: moment, since: since, sites: sites, unregistered: unregistered,
            spread: spread.filter { names.contains($0.site) }, before: before,
            waivers: waivers.map(ReadinessReport.Exception.init), trend: trend)
    }

    /// The sites under a profile, those that a registry names and the others.
    private func sites(
        _ rows: [StandingRow], under id: String, _ spread: [SpreadRow], _ moment: Int64
    ) async throws(StoreError) -> ([ReadinessReport.Site], [ReadinessReport.Site]) {
        let registry = try await RegistryKeeper(store).sites(moment)
        var (sites, unregistered): ([ReadinessReport.Site], [ReadinessReport.Site]) = ([], [])
        let everywhere = Dictionary(grouping: rows, by: \.name).mapValues { rows in
            Dictionary(rows.map { ($0.profile, $0.standing) }) { first, _ in first }
        }
        let runs = Dictionary(grouping: spread, by: \.site)
        for row in rows where row.profile == id {
            let known = registry[row.name]
            let site = ReadinessReport.Site(
                row, known, everywhere[row.name] ?? [:], runs[row.name] ?? [])
            if known != nil { sites.append(site) } else { unregistered.append(site) }
        }
        return (sites, unregistered)
    }

    private func standings(
        at hour: Int64, _ scope: ReadScope
    ) async throws(StoreError) -> [StandingRow] {
        try await store.standings(at: hour).filter { scope.covers($0.name) }
    }
}

extension ReadinessReport {
    /// Where a collector's API has the report of now.
    public static func path(
        under profile: String, at moment: Int64?, since: Int64, trend hours: Int64
    ) -> String {
        "/api/v1/report"
            + Address.query([
                ("profile", profile), ("at", moment.map { "\($0)" }), ("since", "\(since)"),
                ("trend", "\(hours)"),
            ])
    }
}

// MARK: - Rows

extension ReadinessReport.Site {
    fileprivate init(
        _ row: StandingRow, _ known: RegisteredSite?, _ standings: [String: String],
        _ runs: [SpreadRow]
    ) {
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
            standings: standings,
            routes: ReadinessReport.portions(runs) { $0.routes.isEmpty ? ["none"] : $0.routes },
            kernels: ReadinessReport.portions(runs) { [$0.kernel] }, ticket: known?.ticket,
            page: Address.site(row.name, profile: row.profile))
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
    /// A report of what was read of one moment, milliseconds since 1970.
    fileprivate init(
        _ profile: Profile, made: Int64, since: Int64, sites: [Site], unregistered: [Site],
        spread: [SpreadRow], before: [StandingRow], waivers: [Exception], trend: Trend
    ) {
        self.init(
            profile: profile.id, title: profile.title, dated: profile.dated.description,
            made: made / 1000, since: since / 1000, sites: sites, unregistered: unregistered,
            vos: Self.shares(of: sites) { $0.vos },
            regions: Self.shares(of: sites) { [$0.region ?? "none"] },
            tiers: Self.shares(of: sites) { [$0.tier.map { "Tier-\($0)" } ?? "none"] },
            total: Self.shares(of: sites) { _ in ["all"] }.first ?? .init(name: "all"),
            obstacles: Self.obstacles(at: sites), systems: Self.spreads(spread) { [$0.system] },
            kernels: Self.spreads(spread) { [$0.kernel] },
            routes: Self.spreads(spread) { $0.routes.isEmpty ? ["none"] : $0.routes },
            flips: Self.flips(from: before, to: sites), waivers: waivers, trend: trend)
    }

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

    /// Sites that stand otherwise than they did, the last change first.
    static func flips(from before: [StandingRow], to sites: [Site]) -> [Flip] {
        let earlier = Dictionary(before.map { ($0.name, $0.standing) }) { first, _ in first }
        let flips = sites.compactMap { site -> Flip? in
            let before = earlier[site.name] ?? ""
            let isNews =
                before.isEmpty
                ? site.standing != Standing.unknown.rawValue : before != site.standing
            guard isNews else { return nil }
            return Flip(site: site.name, before: before, after: site.standing, at: site.since)
        }
        return flips.sorted { ($1.at, $0.site) < ($0.at, $1.site) }
    }

    /// Nodes of one site added up by what they run, the most first.
    static func portions(_ rows: [SpreadRow], by names: (SpreadRow) -> [String]) -> [Portion] {
        spreads(rows, by: names).map { Portion(name: $0.name, nodes: $0.nodes) }
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
