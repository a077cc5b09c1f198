internal import MusterModel
internal import MusterReport
internal import MusterStore

/// Judges states at a site: the stable part once a sheet, the moving one for the node. Pure.
struct Verdicts: Sendable {
    let bench: Bench
    let terms: Bench.Terms
    let site: Int64

    /// Where a sheet's stable part is kept, a profile each.
    func keys(of sheet: Digest) -> [JudgedSheet.Key] {
        terms.digests.map { JudgedSheet.Key(site: site, sheet: sheet, terms: $0) }
    }

    /// A sheet under every profile, whichever node has it.
    func judged(_ reading: SheetReading, named sheet: Digest) -> [JudgedSheet] {
        let rulings = bench.stable.rulings(on: reading.book, in: terms.circumstances)
        return zip(zip(bench.profiles, keys(of: sheet)), rulings).map { asked, ruling in
            JudgedSheet(
                asked.1, profile: asked.0.id, verdict: ruling.verdict,
                open: ruling.open.compactMap(OpenFinding.init), findings: ruling.open.bytes)
        }
    }

    /// A node under every profile.
    ///
    /// - Parameters:
    ///   - book: what is known of it: the facts of its sheet and its gauges.
    ///   - sheets: its sheet under every profile.
    ///   - claims: what the node came to by itself, by profile.
    func verdicts(
        on state: NodeState, _ book: FactBook, _ sheets: [JudgedSheet],
        claims: [String: Verdict]
    ) -> [NodeVerdict] {
        let rulings = bench.moving.docket.rulings(on: book, in: terms.circumstances)
        return zip(sheets, rulings).map { sheet, ruling in
            NodeVerdict(
                site: state.siteID, node: state.nodeID, profile: sheet.profile,
                terms: sheet.key.terms, sheet: state.sheet,
                verdict: max(sheet.verdict, ruling.verdict), claimed: claims[sheet.profile],
                open: ruling.open.compactMap(OpenFinding.init), findings: ruling.open.bytes)
        }
    }

    /// The verdicts that a node claims, of profiles that it judged as a whole.
    static func claims(in bytes: [UInt8]?) -> [String: Verdict] {
        let json = bytes.flatMap { try? JSONReader.value(in: $0) }
        var claims: [String: Verdict] = [:]
        for claim in json?.elements ?? [] {
            guard let profile = claim["profile"]?.text, claim["partial"] == .bool(false),
                let verdict = claim["verdict"]?.text.flatMap(Verdict.init(rawValue:))
            else { continue }
            claims[profile] = verdict
        }
        return claims
    }
}

extension [Finding] {
    /// Everything that a person wants to know of them.
    fileprivate var bytes: [UInt8] { JSONValue.array(map(\.json)).canonicalBytes }
}
