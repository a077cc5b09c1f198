/// What an administrator lets depend on verdicts: by which profiles this node is drained.
///
/// Written by root in `drain.yaml`, and in no other place; nothing of it ever comes from a
/// collector.
public struct DrainRules: Hashable, Sendable {
    /// What of a verdict speaks for a drain.
    public enum Sign: String, Hashable, Sendable, CaseIterable {
        /// The verdict unfit.
        case unfit
        /// The verdict undetermined.
        case undetermined
        /// Undetermined, because something that is required does not answer.
        case hung
        /// The verdict degraded.
        case degraded
    }

    /// One profile, as it was when somebody decided that it may drain this node.
    public struct Pin: Hashable, Sendable {
        /// The profile's id.
        public let profile: String
        /// What ``Profile/digest(with:)`` was then.
        public let digest: Digest
        /// What drains.
        public let signs: Set<Sign>
        /// How many whole looks, one after the other, have to agree.
        public let settle: Int

        /// How many looks are waited for where nobody says.
        public static let usualSettle = 2
        /// A day of hourly looks.
        public static let settleAtMost = 24

        /// A pin from its parts.
        public init(
            _ profile: String, _ digest: Digest, on signs: Set<Sign> = [.unfit],
            settle: Int = usualSettle
        ) {
            (self.profile, self.digest) = (profile, digest)
            (self.signs, self.settle) = (signs, settle)
        }
    }

    /// The pins, by profile, each profile once.
    public let pins: [Pin]
    /// The program that `muster-drain.service` runs as root; nil for none.
    public let program: String?

    /// Rules from their parts.
    public init(pins: [Pin], program: String? = nil) {
        self.pins = pins.sorted { $0.profile < $1.profile }
        self.program = program
    }
}
