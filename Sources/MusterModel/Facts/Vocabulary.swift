/// All facts that any probe may yield; check files are held against it.
public struct Vocabulary: Hashable, Sendable {
    /// The cards of all probes, by probe id.
    public let probes: [ProbeCard]

    private let facts: [FactName: FactCard]
    private let subjects: [String: SubjectCard]

    /// The words of `probes`; two cards for one name are a mistake of ours.
    public init(_ probes: [ProbeCard]) {
        self.probes = probes.sorted { $0.id < $1.id }
        facts = Dictionary(
            uniqueKeysWithValues: probes.flatMap(\.facts).map { ($0.name, $0) })
        subjects = Dictionary(
            uniqueKeysWithValues: probes.flatMap(\.subjects).map { ($0.kind, $0) })
    }

    /// The card of a fact, where some probe yields it.
    public func card(of name: FactName) -> FactCard? { facts[name] }

    /// The card of a kind of subject such as `cvmfs.repository`.
    public func subject(_ kind: String) -> SubjectCard? { subjects[kind] }

    /// Every fact, by name.
    public var allFacts: [FactCard] { facts.values.sorted { $0.name < $1.name } }

    /// Every kind of subject, by name.
    public var allSubjects: [SubjectCard] { subjects.values.sorted { $0.kind < $1.kind } }
}

extension Vocabulary {
    /// The same words and those of external probes.
    public func adding(_ external: [ExternalProbe]) -> Vocabulary {
        external.isEmpty ? self : Vocabulary(probes + external.map(\.card))
    }
}
