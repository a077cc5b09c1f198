/// What a check came to on one sheet and subject.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// A required check that does not hold.
    case fail
    /// Nobody could tell.
    case unknown
    /// An advised check that does not hold.
    case warn
    /// Does not hold, and an exception was accepted.
    case waived
    /// Holds.
    case pass
    /// Does not apply to this node.
    case inapplicable

    /// Worst first: fail, unknown, warn, waived, pass, inapplicable.
    public var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether anybody has to know: neither passed nor inapplicable.
    public var isOpen: Bool { self != .pass && self != .inapplicable }
}
