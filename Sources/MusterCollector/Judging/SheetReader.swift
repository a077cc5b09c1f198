internal import MusterModel
internal import MusterStore

/// Sheets and claims of nodes on their way to be judged. What nodes share is read once, and
/// remembered as long as there is room: mostly a report brings nothing that is new.
actor SheetReader {
    /// What nodes of one site have, by digest; what does not read is not there.
    struct Found: Sendable {
        var readings: [Digest: SheetReading] = [:]
        var claims: [Digest: [String: Verdict]] = [:]
    }

    /// A sheet's document, with its size: a watch list may be long.
    private struct Document {
        let json: JSONValue
        let bytes: Int

        init?(_ bytes: [UInt8]) {
            guard let json = try? JSONReader.value(in: bytes) else { return nil }
            (self.json, self.bytes) = (json, bytes.count)
        }
    }

    private struct Name: Hashable {
        let site: Int64
        let digest: Digest
    }

    private let store: any ReportStore
    /// Facts take some ten times the room of their bytes.
    private var readings = RecentValues<Name, SheetReading>(atMost: 1024, bytesAtMost: 4 << 20)
    private var sections = RecentValues<Name, Section>(atMost: 8192, bytesAtMost: 4 << 20)
    private var claims = RecentValues<Name, [String: Verdict]>(
        atMost: 1024, bytesAtMost: 4 << 20)

    init(_ store: any ReportStore) { self.store = store }

    /// What some nodes of one site have.
    func read(_ states: [NodeState], at site: SiteRow) async throws(StoreError) -> Found {
        var found = Found()
        var new: Set<Digest> = []
        for state in states {
            let (sheet, claim) = (state.sheet, state.claims)
            found.readings[sheet] = readings[Name(site: site.id, digest: sheet)]
            found.claims[claim] = claims[Name(site: site.id, digest: claim)]
            if found.readings[sheet] == nil { new.insert(sheet) }
            if found.claims[claim] == nil { new.insert(claim) }
        }
        guard !new.isEmpty else { return found }
        let content = try await store.content(new, at: site.name)
        for state in states where found.claims[state.claims] == nil {
            let claimed = Verdicts.claims(in: content[state.claims])
            found.claims[state.claims] = claimed
            guard let size = content[state.claims]?.count else { continue }
            claims.remember(
                claimed, under: Name(site: site.id, digest: state.claims), bytes: size)
        }
        var documents: [Digest: Document] = [:]
        for state in states where found.readings[state.sheet] == nil {
            documents[state.sheet] = content[state.sheet].flatMap(Document.init)
        }
        try await read(documents, at: site, into: &found)
        return found
    }

    private func read(
        _ documents: [Digest: Document], at site: SiteRow, into found: inout Found
    ) async throws(StoreError) {
        let named = documents.mapValues { SheetReading.sections(in: $0.json) }
        let parts = try await sections(named.values.reduce(into: []) { $0.formUnion($1) }, at: site)
        for (digest, document) in documents {
            guard
                let reading = SheetReading(
                    document.json, named: digest, at: site.id, sections: parts)
            else { continue }
            found.readings[digest] = reading
            // A section that is lost now may come yet.
            guard reading.sheet.sections.count == named[digest]?.count else { continue }
            readings.remember(
                reading, under: Name(site: site.id, digest: digest),
                bytes: reading.sheet.sections.reduce(document.bytes) { $0 + $1.bytes.count })
        }
    }

    private func sections(
        _ digests: Set<Digest>, at site: SiteRow
    ) async throws(StoreError) -> [Digest: Section] {
        var found: [Digest: Section] = [:]
        for digest in digests {
            found[digest] = sections[Name(site: site.id, digest: digest)]
        }
        for (digest, bytes) in try await store.content(
            digests.filter { found[$0] == nil }, at: site.name)
        {
            guard let section = Section(bytes, proven: digest) else { continue }
            found[digest] = section
            sections.remember(
                section, under: Name(site: site.id, digest: digest), bytes: bytes.count)
        }
        return found
    }
}
