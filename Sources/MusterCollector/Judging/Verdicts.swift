internal import MusterModel
internal import MusterReport
internal import MusterStore

/// Judges one state under terms: the stable part once a sheet, the moving one for the
/// node. Pure.
enum Verdicts {
    /// A sheet under terms, whichever node has it.
    static func judged(
        _ reading: SheetReading, at key: JudgedSheet.Key, _ terms: Bench.Terms
    ) -> JudgedSheet {
        let judgement = judge(reading.book, under: terms.stable, in: terms.circumstances)
        return JudgedSheet(
            key, profile: terms.profile.id, verdict: judgement.verdict,
            open: judgement.findings.compactMap(OpenFinding.init),
            findings: judgement.findings.openJSON)
    }

    /// What is known of a node: the facts of its sheet and its gauges.
    static func book(of state: NodeState, _ reading: SheetReading) -> FactBook {
        let json = try? JSONReader.value(in: state.gauges)
        return reading.book.adding((json?.elements ?? []).compactMap(Fact.init(json:)))
    }

    /// A node under terms.
    ///
    /// - Parameters:
    ///   - book: what is known of it.
    ///   - claims: what the node came to by itself, by profile.
    static func verdict(
        _ state: NodeState, _ book: FactBook, _ sheet: JudgedSheet, _ terms: Bench.Terms,
        claims: [String: Verdict]
    ) -> NodeVerdict {
        let moving = judge(book, under: terms.moving, in: terms.circumstances)
        return NodeVerdict(
            site: state.siteID, node: state.nodeID, profile: terms.profile.id,
            terms: terms.digest, sheet: state.sheet,
            verdict: max(sheet.verdict, moving.verdict), claimed: claims[terms.profile.id],
            open: moving.findings.compactMap(OpenFinding.init),
            findings: moving.findings.openJSON)
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
    /// The open ones with everything that a person wants to know of them.
    fileprivate var openJSON: [UInt8] {
        JSONValue.array(filter(\.isOpen).map(\.json)).canonicalBytes
    }
}
