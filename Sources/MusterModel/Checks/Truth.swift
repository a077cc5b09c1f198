/// Kleene's three values. Unknown never becomes yes or no by accident.
public enum Truth: String, Hashable, Sendable, CaseIterable {
    case no, unknown, yes

    /// A known truth.
    public init(_ known: Bool) { self = known ? .yes : .no }

    /// Yes where all are yes, no where any is no.
    public static func all(_ truths: some Sequence<Truth>) -> Truth {
        var answer = Truth.yes
        for truth in truths where truth != .yes {
            if truth == .no { return .no }
            answer = .unknown
        }
        return answer
    }

    /// No where all are no, yes where any is yes.
    public static func any(_ truths: some Sequence<Truth>) -> Truth {
        all(truths.map { !$0 }).negated
    }

    /// The opposite; unknown stays unknown.
    public static prefix func ! (truth: Truth) -> Truth { truth.negated }

    private var negated: Truth {
        switch self {
        case .no: .yes
        case .unknown: .unknown
        case .yes: .no
        }
    }
}
