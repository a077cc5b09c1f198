/// The type of a fact's value, with its unit.
public enum FactKind: String, Sendable, Hashable, CaseIterable {
    /// Yes or no.
    case bool
    /// A whole number without a unit.
    case integer
    /// A size in bytes.
    case bytes
    /// A span of time, kept in milliseconds.
    case duration
    /// A version that compares as the field needs; see ``Version``.
    case version
    /// Text.
    case string
    /// Texts in an order that means something.
    case list
    /// Absolute paths without an order.
    case paths
    /// A day of the calendar.
    case date

    /// The unit for people and for JSON; nil where a value has none.
    public var unit: String? {
        switch self {
        case .bytes: "bytes"
        case .duration: "milliseconds"
        default: nil
        }
    }
}
