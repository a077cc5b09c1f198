/// What the service asks an observer for: the whole menu. Neither a path nor an argument
/// ever goes with it.
///
/// In the order in which they are made where several are due.
public enum Look: String, Hashable, Sendable, CaseIterable {
    /// Every probe.
    case full
    /// What a file of the configuration touches: every probe, before its time.
    case files
    /// What a change of the mount table touches.
    case mounts
    /// What costs next to nothing and changes by itself.
    case brief
    /// A container on every route, as a job would start one.
    case smoke
    /// The few facts that only root may see, before a look that they fill the gaps of.
    case rights

    /// Whether it says everything that ``brief`` says, so that the other is not due.
    public var isWhole: Bool { self == .full || self == .files }

    /// Whether it sees what a change may have brought about.
    func answers(_ change: Change) -> Bool {
        change.look == self || isWhole && (change != .resumed || self == .full)
    }

    /// Smoke takes minutes, and nobody waits for it.
    /// Those of ``rights`` come first.
    var lane: Lane { self == .smoke ? .smoke : .facts }

    /// Looks of one lane follow one another.
    public enum Lane: Hashable, Sendable, CaseIterable {
        case facts, smoke
    }
}
