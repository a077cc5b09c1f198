internal import MusterModel

/// What was found out about one image so far; in the end every fact of its cards
/// has a value or a reason.
struct ImageNotes: Sendable {
    /// The subject.
    let name: String
    private var settled: [FactName: Result<FactValue, Absence>] = [:]
    private var origins: [FactName: String] = [:]

    /// Nothing known yet about `name`.
    init(_ name: String) { self.name = name }

    /// A value.
    mutating func set(_ card: FactCard, _ value: FactValue, from origin: String) {
        settled[card.name] = .success(value)
        origins[card.name] = origin
    }

    /// A value where there is one, else the reason why there is none.
    mutating func set(_ card: FactCard, _ result: Result<FactValue, Absence>, from origin: String) {
        settled[card.name] = result
        origins[card.name] = origin
    }

    /// Why facts that have no value yet are missing.
    mutating func lack(_ cards: [FactCard], _ absence: Absence, from origin: String) {
        for card in cards where settled[card.name] == nil {
            set(card, .failure(absence), from: origin)
        }
    }

    /// The value of a fact, where it has one.
    func value(of card: FactCard) -> FactValue? {
        if case .success(let value)? = settled[card.name] { value } else { nil }
    }

    /// Every fact; those that nobody settled are absent.
    var facts: [Fact] {
        var notes = Notes()
        for card in ImageCards.all {
            let none = Absence(.absent, "\(name): has none")
            notes.note(
                card, of: name, settled: settled[card.name] ?? .failure(none),
                from: origins[card.name] ?? name)
        }
        return notes.facts
    }
}
