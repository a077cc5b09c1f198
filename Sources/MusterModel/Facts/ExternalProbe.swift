/// A probe that is somebody else's program, as its card file declares it: enough
/// for vocabulary, lint, explaining and judging without running anything.
public struct ExternalProbe: Hashable, Sendable {
    /// What the program speaks.
    public enum Dialect: String, Hashable, Sendable, CaseIterable {
        /// One JSON object a line, one fact each.
        case muster
        /// The Nagios plugin API: exit code, text, performance data.
        case nagios
    }

    /// As whom the program runs.
    public enum Rights: String, Hashable, Sendable, CaseIterable {
        /// An account of its own without any rights; the caller's where that is no root.
        case ordinary
        /// Root, where the audit is root's.
        case root
    }

    /// A fact that is taken from performance data.
    public struct Measure: Hashable, Sendable {
        /// The label in the performance data.
        public let label: String
        /// The fact that it becomes.
        public let fact: FactCard
        /// The unit that must stand behind the number, as the plugin writes it.
        public let unit: String
        /// What one of that unit is: bytes, milliseconds, or how many.
        public let scale: Scale

        /// A measure from its parts.
        public init(label: String, fact: FactCard, unit: String, scale: Scale) {
            self.label = label
            self.fact = fact
            self.unit = unit
            self.scale = scale
        }
    }

    /// The question and every fact.
    public let card: ProbeCard
    /// What the program speaks.
    public let dialect: Dialect
    /// The program, an absolute path, and its arguments.
    public let program: [String]
    /// As whom it runs.
    public let rights: Rights
    /// How long it may take.
    public let deadline: Duration
    /// How much address space each of its processes may have.
    public let memory: Bytes
    /// What is taken from performance data, in the Nagios dialect.
    public let measures: [Measure]
    /// The card file: who could have written it decides whether the program is run.
    public let file: String

    /// A declaration from its parts.
    public init(
        card: ProbeCard, dialect: Dialect, program: [String], rights: Rights = .ordinary,
        deadline: Duration = .seconds(10), memory: Bytes = .mebibytes(512),
        measures: [Measure] = [], file: String
    ) {
        self.card = card
        self.dialect = dialect
        self.program = program
        self.rights = rights
        self.deadline = deadline
        self.memory = memory
        self.measures = measures
        self.file = file
    }

    /// As many as there are accounts for them: each runs under a user id of its
    /// own, 65520 to 65532, which systemd's table of ids leaves unused.
    public static let atMost = 13

    /// The fact that holds ok, warning, critical or unknown, in the Nagios dialect.
    public static func stateName(_ id: String) -> FactName? { FactName("\(id).plugin.state") }

    /// The fact that holds the plugin's first line, in the Nagios dialect.
    public static func textName(_ id: String) -> FactName? { FactName("\(id).plugin.text") }
}
