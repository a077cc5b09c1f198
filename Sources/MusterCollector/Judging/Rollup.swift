public import MusterModel
public import MusterStore
public import ServiceLifecycle

/// Folds the nodes of sites into standings: soon where something changed, and all of them
/// once a minute, since reports also age where nothing happens.
public actor Rollup: Service {
    /// What is true of sites beside their nodes, by the site's number.
    public typealias Sites =
        @Sendable (_ moment: Int64) async throws(StoreError) -> [Int64: SiteStanding.Site]

    private let store: any JudgingStore & StandingStore
    private let sites: Sites
    private let way: RightOfWay
    private let now: @Sendable () -> Int64
    private let trouble: @Sendable (String) -> Void
    private var rules: StandingRules
    private var profiles: [String]
    private var known: [Int64: SiteStanding.Site] = [:]
    private var dirty: Set<Int64> = []

    /// Changes of so long are folded together.
    private static let pace: Duration = .seconds(1)
    /// Nobody waits longer for a fold, however long the last one took.
    private static let paceAtMost: Duration = .seconds(10)
    /// After so long follows a look at the age of all reports: a minute, and less where
    /// reports age faster.
    private var ageAfter: Duration {
        max(Self.pace, min(.seconds(60), .seconds(rules.freshFor.components.seconds / 5)))
    }

    /// A rollup over a store.
    ///
    /// - Parameters:
    ///   - profiles: the ids under which sites stand.
    ///   - way: of those who go first.
    ///   - now: milliseconds since 1970.
    ///   - trouble: told in a sentence of what could not be folded.
    public init(
        _ store: any JudgingStore & StandingStore, profiles: [String],
        rules: StandingRules = .usual, sites: @escaping Sites = { _ in [:] },
        givingWay way: RightOfWay = RightOfWay(), now: @escaping @Sendable () -> Int64,
        trouble: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.store, self.profiles, self.rules) = (store, profiles, rules)
        (self.sites, self.way, self.now, self.trouble) = (sites, way, now, trouble)
    }

    /// Nodes of these sites are judged anew.
    public func notice(_ sites: Set<Int64>) { dirty.formUnion(sites) }

    /// Every site is folded by other rules, or under other profiles, from now on.
    public func take(_ profiles: [String], by rules: StandingRules) async {
        (self.profiles, self.rules) = (profiles, rules)
        do throws(StoreError) {
            dirty.formUnion(try await store.sites().map(\.id))
        } catch { trouble("\(error)") }
    }

    /// Folds until it is cancelled or the group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown { await self.keepFolding() }
    }

    private func keepFolding() async {
        var aged: ContinuousClock.Instant?
        while !Task.isCancelled {
            await way.giveWay()
            let start = ContinuousClock.now
            if aged.map({ $0.duration(to: start) >= ageAfter }) ?? true {
                aged = start
                await age()
            } else if !dirty.isEmpty {
                await settle()
            }
            // A large site that changes all the time takes a small part of a processor.
            let pause = max(Self.pace, start.duration(to: .now) * 4)
            try? await Task.sleep(for: min(pause, Self.paceAtMost))
        }
    }

    /// Looks how old all reports are and what the registry says now, and folds every site
    /// where that changes something or that was never folded.
    public func age() async {
        do throws(StoreError) {
            let moment = now()
            let changed = try await store.age(
                staleBefore: moment - rules.freshFor.milliseconds,
                silentBefore: moment - rules.silentAfter.milliseconds, at: moment)
            dirty.formUnion(changed)
            let before = known
            known = try await sites(moment)
            let folded = Set(try await store.standings(of: nil).map(\.site))
            for site in try await store.sites()
            where !folded.contains(site.id) || known[site.id] != before[site.id] {
                dirty.insert(site.id)
            }
        } catch { trouble("\(error)") }
        await settle()
    }

    /// Folds what was noticed, and returns.
    public func settle() async {
        let sites = dirty
        dirty = []
        do throws(StoreError) {
            for site in try await store.sites() where sites.contains(site.id) {
                try await fold(site)
            }
        } catch {
            trouble("\(error)")
            // What could not be kept is folded again.
            dirty.formUnion(sites)
        }
    }

    private func fold(_ site: SiteRow) async throws(StoreError) {
        let moment = now()
        let nodes = try await store.counted(at: site.id)
        let groups = Dictionary(grouping: nodes.groups, by: \.profile)
        let blockers = Dictionary(grouping: nodes.blockers, by: \.profile)
        var rows: [StandingRow] = []
        for profile in profiles {
            let changes = try await store.changes(
                of: site.id, under: profile,
                since: moment - rules.flappingWithin.milliseconds)
            let facts = known[site.id] ?? SiteStanding.Site()
            let standing = SiteStanding(
                of: (groups[profile] ?? []).map(SiteStanding.Group.init), at: facts, by: rules)
            rows.append(
                StandingRow(
                    site, profile, standing, expected: facts.expected, since: moment,
                    why: Why(
                        standing, blockers: blockers[profile] ?? [], changes: changes.count,
                        rules)))
        }
        try await store.keep(rows, at: moment)
    }
}
