/// The examples by name, for the arguments of tests and of `journal-probe`.
public enum AuditShape: String, Sendable, CaseIterable {
    case ready, troubled, limited, hostile, injecting, crowded, everyKind, many, partial

    /// The audit.
    public var example: AuditExample {
        switch self {
        case .ready: .ready
        case .troubled: .troubled
        case .limited: .limited
        case .hostile: .hostile
        case .injecting: .injecting
        case .crowded: .crowded(230)
        case .everyKind: .everyKind
        case .many: .many
        case .partial: .partial
        }
    }
}
