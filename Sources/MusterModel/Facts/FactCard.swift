/// What a fact means: written once, beside the probe that observes it, and the
/// source of `muster explain`, the reference, the JSON Schema and unit checks.
public struct FactCard: Hashable, Sendable {
    /// Whether a fact belongs to the sheet or moves by itself.
    public enum Keeping: String, Hashable, Sendable, CaseIterable {
        /// Equal on identical nodes and across boots: part of a section.
        case stable
        /// Differs between identical nodes or moves by itself: sent apart.
        case gauge
    }

    /// The fact's public name.
    public let name: FactName

    /// The type of its value, with unit.
    public let kind: FactKind

    /// Section or gauge.
    public let keeping: Keeping

    /// One sentence: what the value says, from which source.
    public let description: String

    /// A card; the description cannot be left out.
    public init(
        _ name: StaticString, _ kind: FactKind, _ description: String,
        keeping: Keeping = .stable
    ) {
        self.name = FactName(literal: name)
        self.kind = kind
        self.keeping = keeping
        self.description = description
    }

    /// A card for a name that was read, from a site's own card file.
    public init(named name: FactName, _ kind: FactKind, _ description: String, keeping: Keeping) {
        self.name = name
        self.kind = kind
        self.keeping = keeping
        self.description = description
    }
}
