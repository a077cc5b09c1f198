internal import MusterModel
internal import MusterStore

/// Sheets of one site under changed checks: of each only the sections that decide, each
/// section once.
struct TriedSheets {
    /// A sheet, judged.
    struct Tried: Sendable {
        let verdict: Verdict
        /// Whether something is unknown because nobody asked the nodes for it.
        let isUnwatched: Bool
        /// The facts that decide.
        let book: FactBook
    }

    let docket: Docket
    let circumstances: Circumstances

    private var shelf: SheetShelf
    private var tried: [Digest: Tried] = [:]

    /// - Parameter areas: the probes whose facts decide.
    init(
        store: any WhatIfMaker.Store, site: String, areas: Set<String>, docket: Docket,
        circumstances: Circumstances
    ) {
        shelf = SheetShelf(store, site: site, areas: areas)
        (self.docket, self.circumstances) = (docket, circumstances)
    }

    /// These sheets; what does not read is not there.
    mutating func rulings(of sheets: Set<Digest>) async throws(StoreError) -> [Digest: Tried] {
        let new = sheets.filter { tried[$0] == nil }
        guard !new.isEmpty else { return tried }
        for (digest, sheet) in try await shelf.read(new) {
            let ruling = docket.rulings(on: sheet.book, in: circumstances)[0]
            tried[digest] = Tried(
                verdict: ruling.verdict, isUnwatched: ruling.open.contains(where: \.isUnwatched),
                book: sheet.book)
        }
        return tried
    }
}
