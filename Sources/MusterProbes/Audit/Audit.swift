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
        /// Facts that a card does not know: our own mistakes, shown and dropped.
        public var strange: [String] = []
    }

    private let probes: [any Probe.Type]
    private let watching: WatchList

    /// An audit by `probes` of what `watching` names.
    public init(probes: [any Probe.Type], watching: WatchList) {
        self.probes = probes
        self.watching = watching
    }

    /// Looks at `node`.
    ///
    /// - Parameter progress: called with the id of every probe that is done.
    public func run(
        on node: any NodeView, progress: @Sendable (String) -> Void = { _ in }
    ) async -> Record {
        let clock = ContinuousClock()
        var record = Record()
        await withTaskGroup(of: (Int, [Fact], Duration).self) { group in
            for (index, probe) in probes.enumerated() {
                group.addTask {
                    let start = clock.now
                    let facts = await probe.observe(node, watching: watching)
                    return (index, facts, clock.now - start)
                }
            }
            for await (index, facts, time) in group {
                let card = probes[index].card
                record.add(facts, of: card)
                record.took.append((card.id, time))
                progress(card.id)
            }
        }
        record.sections.sort { $0.probe < $1.probe }
        record.gauges.sort { $0.key < $1.key }
        record.took.sort { $0.probe < $1.probe }
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
            case nil: strange.append("\(fact.key): the card of \(card.id) does not know it")
            }
        }
        sections.append(Section(probe: card.id, facts: Array(stable.values)))
        gauges += moving.values
    }
}
