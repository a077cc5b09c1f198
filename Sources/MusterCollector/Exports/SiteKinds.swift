internal import MusterModel
internal import MusterStore

/// What fresh nodes of one site are, as far as some probes tell: those that have one sheet
/// are one kind.
struct SiteKinds: Sendable {
    /// Where kinds are read.
    typealias Store = RejudgingStore & ReportStore

    /// Fresh nodes with one sheet.
    struct Kind: Sendable {
        /// What it says.
        let sheet: SheetShelf.Sheet
        /// How many they are, and their cores together.
        let nodes: Int64, cores: Int64
    }

    /// The kinds, in no order that means something.
    let kinds: [Kind]
    /// Fresh nodes whose sheet does not read.
    let unread: Int64
    /// Nodes whose last report is old.
    let unheard: Int64

    /// Fresh nodes.
    var fresh: Int64 { kinds.reduce(unread) { $0 + $1.nodes } }

    /// The nodes of a site.
    ///
    /// - Parameters:
    ///   - areas: the probes whose facts are wanted.
    ///   - profile: under which they were judged; others are not seen.
    init(
        of site: SiteRow, in store: any Store, areas: Set<String>, under profile: String
    ) async throws(StoreError) {
        var counts: [Digest: (nodes: Int64, cores: Int64)] = [:]
        var unheard: Int64 = 0
        for nodes in try await store.alike(at: site.id, under: profile) {
            guard nodes.freshness == Freshness.fresh.rawValue else {
                unheard += Int64(nodes.nodes.count)
                continue
            }
            let before = counts[nodes.sheet] ?? (0, 0)
            counts[nodes.sheet] = (
                before.nodes + Int64(nodes.nodes.count), before.cores + nodes.cores
            )
        }
        var shelf = SheetShelf(store, site: site.name, areas: areas)
        let sheets = try await shelf.read(Set(counts.keys))
        kinds = sheets.compactMap { digest, sheet in
            counts[digest].map { Kind(sheet: sheet, nodes: $0.nodes, cores: $0.cores) }
        }
        unread = counts.reduce(0) { $0 + (sheets[$1.key] == nil ? $1.value.nodes : 0) }
        self.unheard = unheard
    }
}
