internal import MusterModel
internal import MusterProbes
internal import MusterStore

/// Profiles, changed, tried on the nodes of sites: of a site every node is read once,
/// however many profiles judge it.
struct Trial: Sendable {
    /// A site and what is true of it.
    struct Place: Sendable {
        let site: SiteRow
        let known: RegisteredSite
        let facts: SiteStanding.Site
        let demands: [Demand]
    }

    /// A profile that is changed, or new.
    struct Candidate: Sendable {
        let id: String
        let change: ProfileChange
        /// Whether nobody was judged under it yet.
        let isNew: Bool
        /// The profile under which the store tells nodes.
        let anchor: String
    }

    /// A site before and then.
    struct Change: Sendable {
        let place: Place
        /// Nil where nobody was judged under the profile.
        let before: SiteStanding?
        let after: SiteStanding
        /// All its nodes, and those that never looked at what is asked.
        let nodes: Int64, unwatched: Int64

        /// Whether anything is otherwise.
        var isAny: Bool {
            unwatched > 0 || before?.standing != after.standing || before?.ready != after.ready
                || before?.unfit != after.unfit || before?.degraded != after.degraded
        }
    }

    /// What is tried.
    let candidates: [Candidate]

    private let store: any WhatIfMaker.Store
    private let frames: GaugeFrames
    private let bench: Bench
    private let rules: StandingRules
    private let stable: Docket, moving: GaugeChecks?
    /// Facts of these probes decide.
    private let areas: Set<String>
    private let date: CalendarDate

    private static let together = 200

    init(
        _ candidates: [Candidate], store: any WhatIfMaker.Store, bench: Bench,
        rules: StandingRules, date: CalendarDate
    ) {
        (self.candidates, self.store, self.bench) = (candidates, store, bench)
        (self.rules, self.date) = (rules, date)
        frames = GaugeFrames(store)
        let parts = candidates.map {
            $0.change.fresh.split(by: ProbeCatalogue.vocabulary, advisories: bench.advisories)
        }
        stable = Docket(parts.map(\.stable))
        let moving = GaugeChecks(parts.map(\.moving), advisories: bench.advisories)
        self.moving = moving.facts.isEmpty ? nil : moving
        areas = candidates.reduce(into: []) { areas, candidate in
            areas.formUnion(
                candidate.change.fresh.factsAsked(with: bench.advisories).map(\.area))
        }
    }

    /// A site, judged by each candidate.
    func changes(at place: Place) async throws(StoreError) -> [Change] {
        let terms = bench.terms(at: place.site.name, demands: place.demands, on: date)
        let anchors = Set(candidates.map(\.anchor))
        let groups = try await store.alike(
            at: place.site.id, under: anchors.count == 1 ? anchors.first : nil)
        var sheets = TriedSheets(
            store: store, site: place.site.name, areas: areas, docket: stable,
            circumstances: terms.circumstances)
        let tried = try await sheets.tried(
            Set(groups.lazy.filter { anchors.contains($0.profile) }.map(\.sheet)))
        let gauges = try await gauges(at: place, groups, tried, terms.circumstances)
        return candidates.enumerated().map { index, candidate in
            var tally = Tally(candidate)
            for nodes in groups where nodes.profile == candidate.anchor {
                guard let sheet = tried[nodes.sheet]?.effects[index] else { continue }
                guard let gauges else {
                    tally.add(nodes, Int64(nodes.nodes.count), sheet)
                    continue
                }
                for (effect, count) in gauges.counts(of: nodes.nodes) {
                    tally.add(nodes, count, sheet.joined(gauges.effects[effect][index]))
                }
            }
            return tally.change(at: place, by: rules)
        }
    }

    /// What the gauges of a site's nodes come to; nil where none decides.
    private func gauges(
        at place: Place, _ groups: [AlikeNodes], _ tried: [Digest: TriedSheets.Tried],
        _ circumstances: Circumstances
    ) async throws(StoreError) -> TriedGauges? {
        guard let moving else { return nil }
        var sheets: [Int64: Digest] = [:]
        for group in groups { for node in group.nodes { sheets[node] = group.sheet } }
        var gauges = TriedGauges(moving, in: circumstances, frames, site: place.site.name)
        var last: Int64 = 0
        while !Task.isCancelled {
            let page = try await store.gauges(
                at: place.site.id, after: last, atMost: Self.together)
            guard let end = page.last else { break }
            try await gauges.take(page, sheets: sheets, tried: tried)
            last = end.node
        }
        return gauges
    }
}

/// The nodes of a site under one candidate, as they come.
private struct Tally {
    let candidate: Trial.Candidate
    var before: [SiteStanding.Group] = [], after: [SiteStanding.Group] = []
    var unwatched: Int64 = 0

    init(_ candidate: Trial.Candidate) { self.candidate = candidate }

    /// Some of the nodes of a group.
    mutating func add(_ nodes: AlikeNodes, _ count: Int64, _ effect: Effect) {
        unwatched += effect.isUnwatched ? count : 0
        let kept = nodes.open.filter { !candidate.change.gone.contains($0.check) }
        let old = candidate.isNew ? .ready : Verdict(of: kept)
        before.append(SiteStanding.Group(nodes, count, Verdict(of: nodes.open)))
        after.append(SiteStanding.Group(nodes, count, max(old, effect.verdict)))
    }

    func change(at place: Trial.Place, by rules: StandingRules) -> Trial.Change {
        Trial.Change(
            place: place,
            before: candidate.isNew ? nil : SiteStanding(of: before, at: place.facts, by: rules),
            after: SiteStanding(of: after, at: place.facts, by: rules),
            nodes: after.reduce(0) { $0 + $1.nodes }, unwatched: unwatched)
    }
}

extension SiteStanding.Group {
    fileprivate init(_ nodes: AlikeNodes, _ count: Int64, _ verdict: Verdict) {
        self.init(
            verdict, Freshness(rawValue: nodes.freshness) ?? .silent, isCloned: nodes.isCloned,
            nodes: count, cores: nodes.coresEach * count)
    }
}

extension Verdict {
    fileprivate init(of open: [OpenFinding]) {
        self = open.reduce(.ready) { max($0, $1.verdict) }
    }
}
