internal import MusterModel
public import MusterStore

/// Writes tickets from what a store knows now.
public struct TicketMaker: Sendable {
    /// What is needed of a store.
    public typealias Store = JudgingStore & ReadingStore & RegistryStore & StandingStore

    private let store: any Store
    private let bench: Bench

    /// More evidence is on the pages.
    private static let evidenceAtMost = 8
    private static let itemsAtMost = 20

    /// A maker over a store.
    ///
    /// - Parameter bench: by what is judged.
    public init(_ store: any Store, bench: Bench) { (self.store, self.bench) = (store, bench) }

    /// The ticket of a site under a profile; nil where it does not stand under it.
    ///
    /// - Parameter moment: of when it is, milliseconds since 1970.
    /// - Throws: ``StoreError``.
    public func ticket(
        of site: String, under id: String, at moment: Int64
    ) async throws(StoreError) -> SiteTicket? {
        guard let profile = bench.profiles.first(where: { $0.id == id }),
            let row = try await store.standings(of: site).first(where: { $0.profile == id })
        else { return nil }
        let (known, why) = (try await RegistryKeeper(store).site(site, moment), Why(row))
        var ticket = SiteTicket(
            site: site, vos: known?.vos ?? [], profile: id, title: profile.title,
            dated: profile.dated.description, made: moment / 1000, standing: row.standing,
            since: row.since / 1000, reason: why?.reason ?? "", ready: row.counts.ready,
            nodes: row.counts.nodes, items: [])
        for blocker in (why?.blockers ?? []).prefix(Self.itemsAtMost) {
            ticket.items.append(try await item(of: blocker, at: site))
        }
        return ticket
    }

    private func item(
        of blocker: Blocker, at site: String
    ) async throws(StoreError) -> SiteTicket.Item {
        let open =
            try await store.verdicts(of: blocker.example, at: site)
            .first { $0.profile == blocker.profile }?.findings ?? []
        // A check may be open on several subjects; the worst of them is told.
        let finding =
            open.first { $0.check == blocker.check && $0.outcome == blocker.outcome }
            ?? open.first { $0.check == blocker.check }
        let check = bench.profiles.lazy.flatMap(\.checks).first { $0.id == blocker.check }
        return SiteTicket.Item(
            check: finding?.name ?? blocker.check,
            title: finding?.title ?? check?.title ?? blocker.check,
            reason: finding?.reason ?? check?.reason ?? "", outcome: blocker.outcome,
            nodes: blocker.nodes, cores: blocker.cores, example: blocker.example,
            evidence: Array((finding?.evidence ?? []).prefix(Self.evidenceAtMost)),
            remedy: finding?.remedy, sources: finding?.sources ?? [],
            page: Address.nodes(
                at: site, under: blocker.profile, [("check", blocker.check)]))
    }
}
