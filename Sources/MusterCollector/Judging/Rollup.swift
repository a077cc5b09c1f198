public import MusterModel
public import MusterStore
public import ServiceLifecycle

/// Folds the nodes of sites into standings: soon where something changed, and all of them
/// once a minute, since reports also age where nothing happens.
public actor Rollup: Service {
    private let store: any JudgingStore & StandingStore
    private let rules: StandingRules
    private let now: @Sendable () -> Int64
    private let trouble: @Sendable (String) -> Void
    private var dirty: Set<Int64> = []

    /// Changes of so long are folded together.
    private static let pace: Duration = .seconds(1)
    /// So many of them are followed by a look at the age of all reports.
    private static let stepsAnAge = 60

    /// A rollup over a store.
    ///
    /// - Parameter now: milliseconds since 1970.
    public init(
        _ store: any JudgingStore & StandingStore, rules: StandingRules = .usual,
        now: @escaping @Sendable () -> Int64,
        trouble: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.store, self.rules) = (store, rules)
        (self.now, self.trouble) = (now, trouble)
    }

    /// Nodes of these sites are judged anew.
    public func notice(_ sites: Set<Int64>) { dirty.formUnion(sites) }

    /// Folds until it is cancelled or the group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown { await self.keepFolding() }
    }

    private func keepFolding() async {
        var steps = 0
        while !Task.isCancelled {
            if steps % Self.stepsAnAge == 0 { await age() }
            steps += 1
            if !dirty.isEmpty { await settle() }
            try? await Task.sleep(for: Self.pace)
        }
    }

    /// Looks how old all reports are, and folds every site where that changes something or
    /// that was never folded.
    public func age() async {
        do throws(StoreError) {
            let moment = now()
            let changed = try await store.age(
                staleBefore: moment - rules.freshFor.wholeMilliseconds,
                silentBefore: moment - rules.silentAfter.wholeMilliseconds, at: moment)
            dirty.formUnion(changed)
            let folded = Set(try await store.standings(of: nil).map(\.site))
            dirty.formUnion(try await store.sites().map(\.id).filter { !folded.contains($0) })
        } catch { trouble("\(error)") }
        await settle()
    }

    /// Folds what was noticed, and returns.
    public func settle() async {
        let sites = dirty
        dirty = []
        do throws(StoreError) {
            for site in try await store.sites() where sites.contains(site.id) {
                let groups = try await store.groups(at: site.id)
                let rows = Dictionary(grouping: groups, by: \.profile).map { profile, groups in
                    row(site, profile, groups)
                }
                try await store.keep(rows.sorted { $0.profile < $1.profile }, at: now())
            }
        } catch {
            trouble("\(error)")
            // What could not be kept is folded again.
            dirty.formUnion(sites)
        }
    }

    private func row(
        _ site: SiteRow, _ profile: String, _ groups: [NodeGroup]
    ) -> StandingRow {
        let folded = SiteStanding(
            of: groups.map {
                SiteStanding.Group(
                    $0.verdict, Freshness(rawValue: $0.freshness) ?? .silent,
                    isCloned: $0.isCloned, nodes: $0.nodes, cores: $0.cores)
            }, at: SiteStanding.Site(), by: rules)
        var counts = StandingRow.Counts()
        (counts.ready, counts.degraded, counts.unfit) = (
            folded.ready, folded.degraded, folded.unfit
        )
        (counts.undetermined, counts.stale) = (folded.undetermined, folded.stale)
        (counts.silent, counts.cores) = (folded.silent, folded.cores)
        counts.coresReady = folded.coresReady
        let document = JSONValue.object(["reason": .string(folded.reason)])
        return StandingRow(
            site: site.id, name: site.name, trust: site.trust, profile: profile,
            standing: folded.standing.rawValue, since: now(), counts: counts,
            document: document.canonicalBytes)
    }
}

extension Duration {
    /// Whole milliseconds of it.
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
