public import MusterModel

/// One look at a node by all probes, side by side.
public struct Audit: Sendable {
    /// What an audit saw.
    public struct Record: Sendable {
        /// One section a probe.
        public var sections: [Section] = []
        /// The facts that move by themselves.
        public var gauges: [Fact] = []
        /// How long each probe took.
        public var took: [(probe: String, time: Duration)] = []
        /// What went wrong in probes themselves: facts that a card does not know, which
        /// are dropped, and what the authors of external probes should know.
        public var troubles: [String] = []
    }

    /// One probe: what it is, and its look.
    private struct Part: Sendable {
        let card: ProbeCard
        let observe: @Sendable (any NodeView) async -> ProbeOutcome
    }

    private struct Done: Sendable {
        let part: Part
        let outcome: ProbeOutcome
        let time: Duration
    }

    private let parts: [Part]

    /// An audit by `probes` of what `watching` names, and by a site's own.
    public init(
        probes: [any Probe.Type], external: [ExternalProbe] = [], watching: WatchList
    ) {
        let own = probes.map { probe in
            Part(card: probe.card) { node in
                ProbeOutcome(facts: await probe.observe(node, watching: watching))
            }
        }
        parts =
            own
            + external.map { probe in
                Part(card: probe.card) { node in await probe.observe(node) }
            }
    }

    /// Looks at `node`.
    ///
    /// - Parameter progress: called with the id of every probe that is done.
    public func run(
        on node: any NodeView, progress: @Sendable (String) -> Void = { _ in }
    ) async -> Record {
        let clock = ContinuousClock()
        var record = Record()
        await withTaskGroup(of: Done.self) { group in
            for part in parts {
                group.addTask {
                    let start = clock.now
                    let outcome = await part.observe(node)
                    return Done(part: part, outcome: outcome, time: clock.now - start)
                }
            }
            for await done in group {
                let card = done.part.card
                record.add(done.outcome.facts, of: card)
                record.troubles += done.outcome.troubles
                record.took.append((card.id, done.time))
                progress(card.id)
            }
        }
        record.sections.sort { $0.probe < $1.probe }
        record.gauges.sort { $0.key < $1.key }
        record.took.sort { $0.probe < $1.probe }
        record.troubles.sort()
        return record
    }
}

extension Audit.Record {
    /// Sorts a probe's facts into its section and the gauges, by its card.
    mutating func add(_ facts: [Fact], of card: ProbeCard) {
        let cards = Dictionary(
            card.facts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var stable: [FactKey: Fact] = [:]
        var moving: [FactKey: Fact] = [:]
        for fact in facts {
            switch cards[fact.key.name]?.keeping {
            case .stable: stable[fact.key] = fact
            case .gauge: moving[fact.key] = fact
            case nil: troubles.append("\(fact.key): the card of \(card.id) does not know it")
            }
        }
        sections.append(Section(probe: card.id, facts: Array(stable.values)))
        gauges += moving.values
    }
}

/// What came of one probe's look.
struct ProbeOutcome: Sendable {
    /// Every fact of the card: a value or an absence.
    var facts: [Fact] = []
    /// What the probe's author should know, in sentences.
    var troubles: [String] = []
}
