internal import MusterModel
internal import MusterProbes
internal import MusterStore

/// One profile, changed, tried on the nodes of sites.
struct Trial: Sendable {
    /// A site and what is true of it.
    struct Place: Sendable {
        let site: SiteRow
        let known: RegisteredSite
        let facts: SiteStanding.Site
        let demands: [Demand]
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

    private let store: any WhatIfMaker.Store
    private let frames: GaugeFrames
    private let bench: Bench
    private let rules: StandingRules
    private let gone: Set<String>
    private let stable: Docket, moving: Docket?
    /// Facts of these probes decide what is stable.
    private let areas: Set<String>
    /// Gauges of these kinds decide what moves.
    private let kinds: Set<String>
    private let isNew: Bool
    private let anchor: String
    private let date: CalendarDate

    private static let together = 200

    /// - Parameters:
    ///   - isNew: whether nobody was judged under the profile yet.
    ///   - anchor: the profile under which the store tells nodes.
    init(
        store: any WhatIfMaker.Store, bench: Bench, rules: StandingRules, change: ProfileChange,
        isNew: Bool, anchor: String, date: CalendarDate
    ) {
        (self.store, self.bench, self.rules) = (store, bench, rules)
        frames = GaugeFrames(store)
        (self.isNew, self.anchor, self.date) = (isNew, anchor, date)
        gone = change.gone
        let parts = change.fresh.split(
            by: ProbeCatalogue.vocabulary, advisories: bench.advisories)
        stable = Docket([parts.stable])
        moving = parts.moving.checks.isEmpty ? nil : Docket([parts.moving])
        areas = Set(change.fresh.factsAsked(with: bench.advisories).map(\.area))
        kinds = Set(parts.moving.factsAsked(with: bench.advisories).map(\.kind))
    }

    /// A site, judged by the changed profile.
    func change(at place: Place) async throws(StoreError) -> Change {
        let terms = bench.terms(at: place.site.name, demands: place.demands, on: date)
        var sheets = TriedSheets(
            store: store, site: place.site.name, areas: areas, docket: stable,
            circumstances: terms.circumstances)
        var gauges = TriedGauges(frames, site: place.site.name, kinds: kinds)
        var (before, after): ([SiteStanding.Group], [SiteStanding.Group]) = ([], [])
        var unwatched: Int64 = 0
        try await pages(of: place.site.id) { (page) throws(StoreError) in
            let tried = try await sheets.rulings(of: Set(page.map(\.sheet)))
            try await gauges.look(at: Set(page.compactMap(\.gauges?.frame)))
            for nodes in page {
                guard let sheet = tried[nodes.sheet] else { continue }
                let moving = gauges.facts(in: nodes.gauges)
                let then = verdict(of: sheet, moving, terms.circumstances)
                unwatched += then.isUnwatched ? nodes.nodes : 0
                let kept = nodes.open.filter { !gone.contains($0.check) }
                let old = isNew ? nil : Verdict(of: kept)
                before.append(SiteStanding.Group(nodes, Verdict(of: nodes.open)))
                after.append(SiteStanding.Group(nodes, max(old ?? .ready, then.verdict)))
            }
        }
        return Change(
            place: place,
            before: isNew ? nil : SiteStanding(of: before, at: place.facts, by: rules),
            after: SiteStanding(of: after, at: place.facts, by: rules),
            nodes: after.reduce(0) { $0 + $1.nodes }, unwatched: unwatched)
    }

    /// Nodes in pages: those that are alike together where no gauge decides.
    private func pages(
        of site: Int64, _ body: ([AlikeNodes]) async throws(StoreError) -> Void
    ) async throws(StoreError) {
        guard moving != nil else {
            try await body(try await store.alike(at: site, under: anchor))
            return
        }
        var last: Int64 = 0
        while !Task.isCancelled {
            let page = try await store.each(
                at: site, under: anchor, after: last, atMost: Self.together)
            guard let end = page.last else { return }
            try await body(page)
            last = end.last
        }
    }

    private func verdict(
        of sheet: TriedSheets.Tried, _ gauges: Result<[Fact], Absence>,
        _ circumstances: Circumstances
    ) -> (verdict: Verdict, isUnwatched: Bool) {
        guard let moving else { return (sheet.verdict, sheet.isUnwatched) }
        let ruling = moving.rulings(on: sheet.book.adding(gauges), in: circumstances)[0]
        return (
            max(sheet.verdict, ruling.verdict),
            sheet.isUnwatched || ruling.open.contains(where: \.isUnwatched)
        )
    }
}

extension SiteStanding.Group {
    fileprivate init(_ nodes: AlikeNodes, _ verdict: Verdict) {
        self.init(
            verdict, Freshness(rawValue: nodes.freshness) ?? .silent, isCloned: nodes.isCloned,
            nodes: nodes.nodes, cores: nodes.cores)
    }
}

extension Verdict {
    fileprivate init(of open: [OpenFinding]) {
        self = open.reduce(.ready) { max($0, $1.verdict) }
    }
}
