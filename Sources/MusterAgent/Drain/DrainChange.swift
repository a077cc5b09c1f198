/// What a look changed about drains: one entry of the journal each.
public enum DrainChange: Hashable, Sendable {
    /// The node is to take no more work, because of a profile; with the reason that a batch
    /// system is told.
    case drained(profile: String, reason: String)
    /// A profile speaks no longer for it; with those that still do.
    case released(profile: String, reason: String, others: [String])
    /// Nothing is done by a profile, or by any where none is named; told once.
    case refused(profile: String?, why: String)
}
