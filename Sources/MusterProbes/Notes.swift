public import MusterModel

/// Where a probe writes down what it sees.
public struct Notes: Sendable {
    /// What was noted so far, in order.
    public private(set) var facts: [Fact] = []

    /// Nothing noted.
    public init() {}

    /// A value for the fact of `card`, about `subject` where it has one.
    public mutating func note(
        _ card: FactCard, of subject: String? = nil, _ value: FactValue, from origin: String
    ) {
        precondition(value.kind == card.kind, "\(card.name) is \(card.kind), not \(value.kind)")
        facts.append(Fact(FactKey(card.name, of: subject), .value(value), from: origin))
    }

    /// The reason why the fact of `card` is missing.
    public mutating func note(
        _ card: FactCard, of subject: String? = nil, missing absence: Absence,
        from origin: String
    ) {
        facts.append(Fact(FactKey(card.name, of: subject), .missing(absence), from: origin))
    }

    /// What `look` returns, or the absence it throws.
    public mutating func note(
        _ card: FactCard, of subject: String? = nil, from origin: String,
        _ look: () async throws(Absence) -> FactValue
    ) async {
        do {
            note(card, of: subject, try await look(), from: origin)
        } catch {
            note(card, of: subject, missing: error, from: origin)
        }
    }
}
