internal import MusterModel
internal import MusterStore

/// The gauges of one site's nodes that decide: looked up once in each frame, so that of a
/// node's values only those are read.
struct TriedGauges {
    let frames: GaugeFrames
    let site: String
    /// Gauges of these kinds decide.
    let kinds: Set<String>

    private var selections: [Digest: Result<GaugeSelection, Absence>] = [:]

    init(_ frames: GaugeFrames, site: String, kinds: Set<String>) {
        (self.frames, self.site, self.kinds) = (frames, site, kinds)
    }

    /// So many frames are read at once: a hostile one may have a megabyte.
    private static let together = 8

    /// Looks up frames that were not met just before; others are forgotten.
    mutating func look(at digests: Set<Digest>) async throws(StoreError) {
        selections = selections.filter { digests.contains($0.key) }
        var new = digests.filter { selections[$0] == nil }
        while !new.isEmpty {
            let some = Set(new.prefix(Self.together))
            new.subtract(some)
            for (digest, frame) in try await frames.frames(some, at: site) {
                selections[digest] = frame.map { $0.selection(of: kinds) }
            }
        }
    }

    /// Those of a node whose frame was looked at; none of several nodes together, of which
    /// no gauge decides.
    func facts(in gauges: GaugeValues?) -> Result<[Fact], Absence> {
        guard let gauges else { return .success([]) }
        let selection = selections[gauges.frame] ?? GaugeFrames.lost(gauges.frame)
        return selection.flatMap { $0.facts(in: gauges.bytes) }
    }
}
