internal import MusterModel
internal import MusterStore

/// The nodes of one site by what their gauges come to: looked up once in each frame, and
/// judged once for all that read the same.
struct TriedGauges {
    /// The changed checks that look at gauges.
    struct Checks: Sendable {
        let docket: Docket
        /// The facts that decide them, and what kinds of subject these are about: whether
        /// somebody watches a subject is told by any gauge of its kind.
        let facts: Set<FactName>, kinds: Set<String>

        init(_ profiles: [Profile], advisories: [Advisory]) {
            docket = Docket(profiles)
            facts = profiles.reduce(into: []) { $0.formUnion($1.factsAsked(with: advisories)) }
            kinds = Set(facts.map(\.kind))
        }
    }

    /// A frame as far as it decides.
    private struct Look {
        let deciding: GaugeSelection, all: GaugeSelection
    }

    /// All that decides what a node's gauges come to.
    private struct Likeness: Hashable {
        let sheet: Digest, frame: Digest
        let values: Result<[JSONValue], Absence>
    }

    let checks: Checks
    let circumstances: Circumstances

    private let frames: GaugeFrames
    private let site: String
    private var looks: [Digest: Result<Look, Absence>] = [:]
    private var known: [Likeness: Int] = [:]
    private var places: [[Effect]: Int] = [:]
    private var ofNodes: [Int64: Int] = [:]

    /// What gauges come to under each profile; nodes have the number of theirs.
    private(set) var effects: [[Effect]] = []

    /// So many frames are read at once: a hostile one may have a megabyte.
    private static let together = 8
    /// So many likenesses are remembered, of so many values each.
    private static let knownAtMost = 4096, valuesAtMost = 256

    init(_ checks: Checks, in circumstances: Circumstances, _ frames: GaugeFrames, site: String) {
        (self.checks, self.circumstances) = (checks, circumstances)
        (self.frames, self.site) = (frames, site)
    }

    /// How many of these nodes have which effect; those that were not tried are not there.
    func counts(of nodes: [Int64]) -> [Int: Int64] {
        nodes.reduce(into: [:]) { counts, node in
            if let effect = ofNodes[node] { counts[effect, default: 0] += 1 }
        }
    }

    /// Tries some nodes; each has the sheet that is told, judged before.
    mutating func take(
        _ page: [NodeGauges], sheets: [Int64: Digest], tried: [Digest: TriedSheets.Tried]
    ) async throws(StoreError) {
        try await look(at: Set(page.map(\.values.frame)))
        for node in page {
            guard let sheet = sheets[node.node], let book = tried[sheet]?.book else { continue }
            ofNodes[node.node] = effect(of: node.values, on: sheet, book)
        }
    }

    private mutating func effect(
        of gauges: GaugeValues, on sheet: Digest, _ book: FactBook
    ) -> Int {
        let look = looks[gauges.frame] ?? GaugeFrames.lost(gauges.frame)
        let likeness = Likeness(
            sheet: sheet, frame: gauges.frame,
            values: look.flatMap { $0.deciding.values(in: gauges.bytes) })
        if let effect = known[likeness] { return effect }
        let facts = look.flatMap { $0.all.facts(in: gauges.bytes) }
        let found = checks.docket.effects(on: book.adding(facts), in: circumstances)
        let effect = places[found] ?? effects.count
        if effect == effects.count {
            effects.append(found)
            places[found] = effect
        }
        if case .success(let values) = likeness.values, values.count <= Self.valuesAtMost {
            if known.count == Self.knownAtMost { known = [:] }
            known[likeness] = effect
        }
        return effect
    }

    /// Looks up frames that were not met just before; others are forgotten.
    private mutating func look(at digests: Set<Digest>) async throws(StoreError) {
        looks = looks.filter { digests.contains($0.key) }
        var new = digests.filter { looks[$0] == nil }
        while !new.isEmpty {
            let some = Set(new.prefix(Self.together))
            new.subtract(some)
            for (digest, frame) in try await frames.frames(some, at: site) {
                looks[digest] = frame.map { frame in
                    Look(
                        deciding: frame.selection(named: checks.facts),
                        all: frame.selection(of: checks.kinds))
                }
            }
        }
    }
}
