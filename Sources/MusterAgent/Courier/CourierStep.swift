public import MusterModel

/// What a courier wants done.
public enum CourierOrder: Hashable, Sendable {
    /// Send these, in this order, with the sections that are not known; as many as fit.
    /// The number comes back with the answer or failure.
    case deliver(number: Int64, [ReportKey], known: KnownSections, to: String)
    /// Nothing before the next event; with a moment, before a tick then.
    case nothing(until: Int64?)
}

/// What an event came to.
public struct CourierStep: Hashable, Sendable {
    /// How a report ended.
    public enum Outcome: Hashable, Sendable {
        /// A collector keeps it: it can go from the spool.
        case acknowledged
        /// No collector will: it is moved aside, and why. Nothing waits for it.
        case setAside(String)
    }

    /// The end of one report.
    public struct Settlement: Hashable, Sendable {
        /// Which.
        public let key: ReportKey
        /// How.
        public let outcome: Outcome
    }

    /// The way to the collectors is another than before: an entry for the journal.
    public struct Change: Hashable, Sendable {
        /// Before.
        public let from: CourierState
        /// From now on.
        public let to: CourierState
    }

    /// What to do next.
    public let order: CourierOrder
    /// Reports that are done with, each once for ever.
    public let settled: [Settlement]
    /// What to tell the journal; nil where nothing changed.
    public let change: Change?
}
