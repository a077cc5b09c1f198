/// What root does for a notice of the agent's: it runs the program that root wrote down, with
/// one of two words, and ends no drain that it did not begin.
public enum DrainErrand: Hashable, Sendable {
    /// Nothing, and why.
    case nothing(String)
    /// The program with `drain`, for these pinned profiles.
    case drain([String])
    /// The program with `release`, for the profiles that it was run with `drain` for.
    case release([String])

    /// The errand of a moment.
    ///
    /// - Parameters:
    ///   - notice: the agent's; nil where it does not read.
    ///   - pinned: the profiles of the rules.
    ///   - record: the profiles for which the program was run with `drain`; nil where it
    ///     was not, or was run with `release` since.
    ///   - now: seconds since 1970.
    public init(_ notice: DrainNotice?, pinned: [String], record: [String]?, now: Int64) {
        guard let notice else {
            self = .nothing("no notice of the service")
            return
        }
        guard notice.looked - Self.skew <= now, now <= notice.until else {
            self = .nothing("the service's notice is too old, or of a time to come")
            return
        }
        let asked = notice.drained.filter(pinned.contains)
        switch (notice.state, record) {
        case (.drain, nil) where !asked.isEmpty: self = .drain(asked)
        case (.released, let record?): self = .release(record)
        case (.drain, _): self = .nothing(record == nil ? "not pinned" : "drained already")
        case (.released, nil): self = .nothing("nothing that was drained here")
        case (.keep, _): self = .nothing("nothing to do")
        }
    }

    /// How far a clock may be set back, seconds.
    private static let skew: Int64 = 300
}
