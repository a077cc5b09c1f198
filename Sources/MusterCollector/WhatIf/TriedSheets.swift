internal import MusterModel
internal import MusterStore

/// What a profile's changed checks come to.
struct Effect: Hashable, Sendable {
    var verdict: Verdict
    /// Whether something is unknown because nobody asked the nodes for it.
    var isUnwatched: Bool

    /// What these and other checks come to together.
    func joined(_ other: Effect) -> Effect {
        Effect(
            verdict: max(verdict, other.verdict), isUnwatched: isUnwatched || other.isUnwatched)
    }
}

extension Docket {
    /// What the checks come to under each profile, in their order.
    func effects(on book: FactBook, in circumstances: Circumstances) -> [Effect] {
        rulings(on: book, in: circumstances).map { ruling in
            Effect(
                verdict: ruling.verdict, isUnwatched: ruling.open.contains(where: \.isUnwatched))
        }
    }
}

/// Sheets of one site under changed checks: of each only the sections that decide, each
/// section once.
struct TriedSheets {
    /// A sheet, judged.
    struct Tried: Sendable {
        /// What its facts come to under each profile.
        let effects: [Effect]
        /// The facts that decide.
        let book: FactBook
    }

    let docket: Docket
    let circumstances: Circumstances

    private var shelf: SheetShelf

    /// - Parameter areas: the probes whose facts decide.
    init(
        store: any WhatIfMaker.Store, site: String, areas: Set<String>, docket: Docket,
        circumstances: Circumstances
    ) {
        shelf = SheetShelf(store, site: site, areas: areas)
        (self.docket, self.circumstances) = (docket, circumstances)
    }

    /// These sheets; what does not read is not there.
    mutating func tried(_ sheets: Set<Digest>) async throws(StoreError) -> [Digest: Tried] {
        try await shelf.read(sheets).mapValues { sheet in
            Tried(
                effects: docket.effects(on: sheet.book, in: circumstances), book: sheet.book)
        }
    }
}
