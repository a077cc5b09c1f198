public import MusterModel

/// A report in the spool.
public struct SpoolEntry: Hashable, Sendable {
    /// How much is lost with it, least first.
    public enum Kind: String, Hashable, Sendable, CaseIterable, Comparable {
        /// It says what the one before said: a sign of life.
        case same
        /// Facts or findings changed, and no verdict.
        case change
        /// A verdict changed.
        case verdict

        /// By how much is lost.
        public static func < (left: Kind, right: Kind) -> Bool {
            left.weight < right.weight
        }

        private var weight: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Its number, never used again in this incarnation.
    public let sequence: Int64
    /// How much is lost with it.
    public let kind: Kind
    /// What it takes on the disk, bytes.
    public let size: Int
    /// The gaps that it declares; whoever drops it declares them in turn.
    public let gaps: [Gap]
    /// The digests of the sections that it speaks of.
    public let sections: [String]
}
