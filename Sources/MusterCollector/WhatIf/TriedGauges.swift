internal import MusterModel
internal import MusterStore

/// The nodes of one site by what their gauges come to: looked up once in each frame, and
/// judged once for all that read the same.
struct TriedGauges {
    /// A frame as far as it decides.
    private struct Look {
        let deciding: GaugeSelection, all: GaugeSelection
    }

    /// All that decides what a node's gauges come to.
    private struct Likeness: Hashable {
        let sheet: Digest, frame: Digest
        let values: Result<[JSONValue], Absence>
    }

    /// The changed checks.
    let checks: GaugeChecks
    let circumstances: Circumstances

    private let frames: GaugeFrames
    private let site: String
    private var looks: [Digest: Result<Look, Absence>] = [:]
    private var known: [Likeness: Int] = [:]
    private var places: [[Effect]: Int] = [:]
    private var ofNodes: [Int64: Int] = [:]

    /// What gauges come to under each profile; nodes have the number of theirs.
    private(set) var effects: [[Effect]] = []

    /// So many likenesses are remembered, of gauges of so many bytes.
    private static let knownAtMost = 4096, bytesAtMost = 16 << 10

    init(
        _ checks: GaugeChecks, in circumstances: Circumstances, _ frames: GaugeFrames, site: String
    ) {
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
        if gauges.bytes.count <= Self.bytesAtMost {
            if known.count == Self.knownAtMost { known = [:] }
            known[likeness] = effect
        }
        return effect
    }

    /// Looks up frames that were not met just before; others are forgotten.
    private mutating func look(at digests: Set<Digest>) async throws(StoreError) {
        looks = looks.filter { digests.contains($0.key) }
        let checks = checks
        let new = try await frames.looks(
            at: digests.filter { looks[$0] == nil }, of: site
        ) { frame in
            Look(
                deciding: frame.selection(named: checks.facts),
                all: frame.selection(of: checks.kinds))
        }
        looks.merge(new) { _, new in new }
    }
}
