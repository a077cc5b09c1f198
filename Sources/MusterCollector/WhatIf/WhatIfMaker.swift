internal import Foundation
internal import MusterChecks
public import MusterModel
internal import MusterProbes
public import MusterStore

/// Judges what nodes last reported by something else, a few sites at once.
public struct WhatIfMaker: Sendable {
    /// What is needed of a store.
    public typealias Store = JudgingStore & RegistryStore & RejudgingStore & ReportStore

    private let store: any Store
    private let base: Bench
    private let rules: StandingRules

    /// A maker over a store.
    ///
    /// - Parameters:
    ///   - base: by what the store's nodes were judged.
    ///   - rules: by which nodes make a site.
    public init(_ store: any Store, base: Bench, rules: StandingRules) {
        (self.store, self.base, self.rules) = (store, base, rules)
    }

    /// What a proposal would change at a moment, milliseconds since 1970.
    ///
    /// - Parameters:
    ///   - profiles: ids under which is judged; nil for all that the proposal touches.
    ///   - scope: what of it somebody may read.
    /// - Throws: ``Bench/Mistakes`` in the proposal, ``StoreError``.
    public func whatIf(
        _ proposal: Proposal, under profiles: Set<String>? = nil, at moment: Int64,
        within scope: ReadScope = .all
    ) async throws -> WhatIf {
        let bench = try base.changed(by: proposal)
        let all = bench.profiles.map(\.id)
        if let strange = profiles?.subtracting(all).sorted().first {
            throw Bench.Mistakes(lines: [
                "\(strange.printable): no such profile, needed one of "
                    + all.joined(separator: ", ") + Spelling.hint(for: strange, among: all)
            ])
        }
        var outcomes: [WhatIf.Outcome] = []
        let keeper = RegistryKeeper(store)
        let facts = try await keeper.standing(at: moment)
        let places = try await places(keeper, facts, moment, scope)
        for profile in bench.profiles where profiles?.contains(profile.id) ?? true {
            let known = base.profiles.first { $0.id == profile.id }
            let change = ProfileChange(
                from: known, to: profile, isAdvised: bench.advisories != base.advisories)
            guard !change.checks.isEmpty else { continue }
            let trial = Trial(
                store: store, bench: bench, rules: rules, change: change, isNew: known == nil,
                anchor: known?.id ?? base.profiles.first?.id ?? profile.id,
                date: CalendarDate(secondsSince1970: moment / 1000))
            let changes = try await Self.all(places, by: trial)
            outcomes.append(WhatIf.Outcome(of: change, under: profile.id, changes))
        }
        return WhatIf(proposal: proposal.words, made: moment / 1000, outcomes: outcomes)
    }

    /// Registered sites with what is known of them.
    private func places(
        _ keeper: RegistryKeeper, _ facts: [Int64: SiteStanding.Site], _ moment: Int64,
        _ scope: ReadScope
    ) async throws(StoreError) -> [Trial.Place] {
        var places: [Trial.Place] = []
        let registry = try await keeper.sites(moment)
        for site in try await store.sites() where scope.covers(site.name) {
            guard let known = registry[site.name] else { continue }
            places.append(
                Trial.Place(
                    site: site, known: known, facts: facts[site.id] ?? SiteStanding.Site(),
                    demands: await keeper.demands(of: site.name, moment)))
        }
        return places
    }

    /// Every site, as many at once as there are processors.
    private static func all(
        _ places: [Trial.Place], by trial: Trial
    ) async throws -> [Trial.Change] {
        try await withThrowingTaskGroup(of: Trial.Change.self) { group in
            var changes: [Trial.Change] = []
            let width = max(2, ProcessInfo.processInfo.activeProcessorCount)
            for (number, place) in places.enumerated() {
                try Task.checkCancellation()
                if number >= width, let change = try await group.next() { changes.append(change) }
                group.addTask { try await trial.change(at: place) }
            }
            for try await change in group { changes.append(change) }
            // Sites that were broken off have told of some of their nodes only.
            try Task.checkCancellation()
            return changes.sorted { $0.place.site.name < $1.place.site.name }
        }
    }
}

// MARK: - Sums

extension WhatIf.Outcome {
    fileprivate init(of change: ProfileChange, under profile: String, _ changes: [Trial.Change]) {
        self.init(
            profile: profile, checks: change.checks,
            sites: changes.filter(\.isAny).map { WhatIf.Site($0, under: profile) },
            total: Self.shares(changes) { _ in ["all"] }.first ?? .init(name: "all"),
            vos: Self.shares(changes) { $0.vos ?? [] },
            regions: Self.shares(changes) { [$0.region ?? "none"] },
            tiers: Self.shares(changes) { [$0.tier.map { "Tier-\($0)" } ?? "none"] },
            unwatched: changes.reduce(0) { $0 + $1.unwatched })
    }

    private static func shares(
        _ changes: [Trial.Change], by names: (RegisteredSite) -> [String]
    ) -> [WhatIf.Share] {
        var shares: [String: WhatIf.Share] = [:]
        for change in changes {
            for name in Set(names(change.place.known)) {
                var share = shares[name] ?? WhatIf.Share(name: name)
                share.before.add(change.before)
                share.after.add(change.after)
                shares[name] = share
            }
        }
        return shares.values.sorted { $0.name < $1.name }
    }
}

extension WhatIf.Count {
    fileprivate mutating func add(_ standing: SiteStanding?) {
        sites += standing?.standing == .ready ? 1 : 0
        nodes += standing?.ready ?? 0
        cores += standing?.coresReady ?? 0
    }
}

extension WhatIf.Site {
    fileprivate init(_ change: Trial.Change, under profile: String) {
        let (known, after) = (change.place.known, change.after)
        self.init(
            name: change.place.site.name, region: known.region, tier: known.tier,
            vos: known.vos ?? [], before: change.before?.standing.rawValue ?? "",
            after: after.standing.rawValue, readyBefore: change.before?.ready ?? 0,
            readyAfter: after.ready, coresBefore: change.before?.coresReady ?? 0,
            coresAfter: after.coresReady, degradedBefore: change.before?.degraded ?? 0,
            degradedAfter: after.degraded, nodes: change.nodes, unwatched: change.unwatched,
            reason: after.reason,
            page: Address.site(change.place.site.name, profile: profile))
    }
}
