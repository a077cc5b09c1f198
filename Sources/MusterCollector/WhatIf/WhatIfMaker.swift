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
        let candidates = bench.profiles.filter { profiles?.contains($0.id) ?? true }
            .map { candidate($0, of: bench) }.filter { !$0.change.checks.isEmpty }
        var outcomes: [WhatIf.Outcome] = []
        if !candidates.isEmpty {
            let trial = Trial(
                candidates, store: store, bench: bench, rules: rules,
                date: CalendarDate(secondsSince1970: moment / 1000))
            let sites = try await Self.all(try await places(moment, scope), by: trial)
            outcomes = candidates.enumerated().map { index, candidate in
                WhatIf.Outcome(of: candidate, sites.map { $0[index] })
            }
        }
        return WhatIf(proposal: proposal.words, made: moment / 1000, outcomes: outcomes)
    }

    /// What is to be tried of a profile.
    private func candidate(_ profile: Profile, of bench: Bench) -> Trial.Candidate {
        let known = base.profiles.first { $0.id == profile.id }
        return Trial.Candidate(
            id: profile.id,
            change: ProfileChange(
                from: known, to: profile, isAdvised: bench.advisories != base.advisories),
            isNew: known == nil, anchor: known?.id ?? base.profiles.first?.id ?? profile.id)
    }

    /// Registered sites with what is known of them.
    private func places(
        _ moment: Int64, _ scope: ReadScope
    ) async throws(StoreError) -> [Trial.Place] {
        var places: [Trial.Place] = []
        let keeper = RegistryKeeper(store)
        let facts = try await keeper.standing(at: moment)
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

    /// Every site under each candidate, as many sites at once as there are processors.
    private static func all(
        _ places: [Trial.Place], by trial: Trial
    ) async throws -> [[Trial.Change]] {
        try await withThrowingTaskGroup(of: (Int, [Trial.Change]).self) { group in
            var changes: [[Trial.Change]] = Array(repeating: [], count: places.count)
            let width = max(2, ProcessInfo.processInfo.activeProcessorCount)
            for (number, place) in places.enumerated() {
                try Task.checkCancellation()
                if number >= width, let (place, found) = try await group.next() {
                    changes[place] = found
                }
                group.addTask { (number, try await trial.changes(at: place)) }
            }
            for try await (place, found) in group { changes[place] = found }
            // Sites that were broken off have told of some of their nodes only.
            try Task.checkCancellation()
            return changes
        }
    }
}

// MARK: - Sums

extension WhatIf.Outcome {
    fileprivate init(of candidate: Trial.Candidate, _ changes: [Trial.Change]) {
        self.init(
            profile: candidate.id, checks: candidate.change.checks,
            sites: changes.filter(\.isAny).map { WhatIf.Site($0, under: candidate.id) },
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
