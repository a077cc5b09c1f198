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

    let store: any WhatIfMaker.Store
    let site: String
    /// The probes whose facts decide.
    let areas: Set<String>
    let docket: Docket
    let circumstances: Circumstances

    private var tried: [Digest: Tried] = [:]
    private var sections: [Digest: [Fact]] = [:]

    init(
        store: any WhatIfMaker.Store, site: String, areas: Set<String>, docket: Docket,
        circumstances: Circumstances
    ) {
        (self.store, self.site, self.areas) = (store, site, areas)
        (self.docket, self.circumstances) = (docket, circumstances)
    }

    /// These sheets; what does not read is not there.
    mutating func rulings(of sheets: Set<Digest>) async throws(StoreError) -> [Digest: Tried] {
        let new = sheets.filter { tried[$0] == nil }
        guard !new.isEmpty else { return tried }
        let documents = try await store.content(new, at: site)
            .compactMapValues { try? JSONReader.value(in: $0) }
        let named = documents.mapValues { decisive(in: $0) }
        let wanted = Set(named.values.flatMap(\.values)).subtracting(sections.keys)
        for (digest, bytes) in try await store.content(wanted, at: site) {
            sections[digest] = Section.facts(in: bytes)
        }
        for (sheet, document) in documents {
            let digests = named[sheet] ?? [:]
            let book = FactBook(
                digests.values.flatMap { sections[$0] ?? [] }, areas: Set(digests.keys),
                watchList: WatchList(json: document["watch_list"]) ?? WatchList())
            let ruling = docket.rulings(on: book, in: circumstances)[0]
            tried[sheet] = Tried(
                verdict: ruling.verdict, isUnwatched: ruling.open.contains(where: \.isUnwatched),
                book: book)
        }
        return tried
    }

    /// The sections that decide, by their probe.
    private func decisive(in document: JSONValue) -> [String: Digest] {
        guard case .object(let members)? = document["sections"] else { return [:] }
        return members.filter { areas.contains($0.key) }
            .compactMapValues { $0.text.flatMap(Digest.init(text:)) }
    }
}
