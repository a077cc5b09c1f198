internal import MusterModel
internal import MusterStore

/// Sheets of one site, of each only the sections of some probes; each section is read once.
struct SheetShelf {
    /// A sheet as far as it was asked for.
    struct Sheet: Sendable {
        /// The facts of the probes that were asked for.
        let book: FactBook
        /// What the node was told to look at.
        let watchList: WatchList
    }

    let store: any ReportStore
    let site: String
    /// The probes whose facts are wanted.
    let areas: Set<String>

    private var sections: [Digest: [Fact]] = [:]

    init(_ store: any ReportStore, site: String, areas: Set<String>) {
        (self.store, self.site, self.areas) = (store, site, areas)
    }

    /// These sheets; one whose bytes are gone or damaged is not there.
    mutating func read(_ sheets: Set<Digest>) async throws(StoreError) -> [Digest: Sheet] {
        let documents = try await store.content(sheets, at: site)
            .compactMapValues { try? JSONReader.value(in: $0) }
        let named = documents.mapValues { wanted(in: $0) }
        let new = Set(named.values.flatMap(\.values)).subtracting(sections.keys)
        for (digest, bytes) in try await store.content(new, at: site) {
            sections[digest] = Section.facts(in: bytes)
        }
        var read: [Digest: Sheet] = [:]
        for (sheet, document) in documents {
            let digests = named[sheet] ?? [:]
            let watchList = WatchList(json: document["watch_list"]) ?? WatchList()
            let book = FactBook(
                digests.values.flatMap { sections[$0] ?? [] }, areas: Set(digests.keys),
                watchList: watchList)
            read[sheet] = Sheet(book: book, watchList: watchList)
        }
        return read
    }

    /// The sections that are wanted, by their probe.
    private func wanted(in document: JSONValue) -> [String: Digest] {
        guard case .object(let members)? = document["sections"] else { return [:] }
        return members.filter { areas.contains($0.key) }
            .compactMapValues { $0.text.flatMap(Digest.init(text:)) }
    }
}
