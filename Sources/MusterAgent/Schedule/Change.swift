/// What was noticed on the node between two looks.
public enum Change: Hashable, Sendable, CaseIterable {
    /// /proc/1/mountinfo is another.
    case mounts
    /// One of the few settings below /proc/sys that are read again every minute.
    case settings
    /// A file of the node's configuration.
    case files
    /// The machine was asleep.
    case resumed

    /// What is looked at because of it.
    var look: Look {
        switch self {
        case .mounts: .mounts
        // Namespaces and runtimes hang on them, which a brief look leaves out.
        case .settings, .files: .files
        case .resumed: .full
        }
    }

    /// How long it is waited whether more of it comes: several mounts come and go
    /// together, and editors write a file in several steps.
    var settling: Duration {
        switch self {
        case .mounts: .milliseconds(300)
        case .settings: .zero
        case .files: .seconds(2)
        case .resumed: .seconds(5)
        }
    }

    /// After which it is looked at although more comes.
    var patience: Duration { self == .mounts ? .milliseconds(1200) : .seconds(30) }
}
