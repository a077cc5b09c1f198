/// What was seen when a probe looked: a value, or why there is none.
public enum Reading: Hashable, Sendable {
    case value(FactValue)
    case missing(Absence)

    /// The value, where there is one.
    public var value: FactValue? { if case .value(let value) = self { value } else { nil } }

    /// Why there is no value, where there is none.
    public var absence: Absence? { if case .missing(let absence) = self { absence } else { nil } }
}

extension Reading: CustomStringConvertible {
    /// The value, or the reason in words.
    public var description: String {
        switch self {
        case .value(let value): value.description
        case .missing(let absence): "\(absence.reason.rawValue): \(absence.description)"
        }
    }
}
