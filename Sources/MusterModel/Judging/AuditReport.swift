/// Everything that one audit of one node came to: what terminal, JSON and journal
/// show.
public struct AuditReport: Hashable, Sendable {
    /// How long one probe took.
    public struct ProbeTiming: Hashable, Sendable {
        /// The probe's id.
        public let probe: String
        /// Its wall time.
        public let took: Duration

        /// The wall time of a probe.
        public init(_ probe: String, took: Duration) {
            self.probe = probe
            self.took = took
        }
    }

    /// The time that the audit spent waiting for programs that are not its own.
    public struct Waiting: Hashable, Sendable {
        /// Wall time that was theirs.
        public let time: Duration
        /// Their names, in order.
        public let programs: [String]

        /// The time spent in `programs`.
        public init(_ time: Duration, in programs: [String]) {
            self.time = time
            self.programs = programs
        }

        /// Nothing was waited for.
        public static let none = Waiting(.zero, in: [])
    }

    /// Muster's own version.
    public let version: String
    /// Which machine.
    public let identity: Identity
    /// The site and the queue it belongs to, as far as they are known.
    public let belonging: Belonging
    /// The stable facts.
    public let sheet: Sheet
    /// The facts that move by themselves, by key.
    public let gauges: [Fact]
    /// The verdict of each profile asked, in the order asked.
    public let judgements: [Judgement]
    /// Wall time of the audit without ``waited``.
    public let took: Duration
    /// Wall time spent in other people's programs.
    public let waited: Waiting
    /// The day of judgement.
    public let date: CalendarDate
    /// How long each probe took, by probe id.
    public let timings: [ProbeTiming]
    /// What went wrong with the audit itself, in sentences: a stuck observer, a
    /// probe without an answer.
    public let troubles: [String]
    /// What a reader should know beside, in sentences.
    public let remarks: [String]
    /// Whose checks the verdicts rest on.
    public let policy: PolicyOrigin

    /// A report from its parts; the order of `gauges` and `timings` does not matter.
    public init(
        version: String, identity: Identity, belonging: Belonging = Belonging(), sheet: Sheet,
        gauges: [Fact],
        judgements: [Judgement], took: Duration, waited: Waiting = .none, date: CalendarDate,
        timings: [ProbeTiming] = [], troubles: [String] = [], remarks: [String] = [],
        policy: PolicyOrigin = .builtIn
    ) {
        self.version = version
        self.identity = identity
        self.belonging = belonging
        self.sheet = sheet
        self.gauges = gauges.sorted { $0.key < $1.key }
        self.judgements = judgements
        self.took = took
        self.waited = waited
        self.date = date
        self.timings = timings.sorted { $0.probe < $1.probe }
        self.troubles = troubles
        self.remarks = remarks
        self.policy = policy
    }

    /// The grid site, where that is known.
    public var site: String? { belonging.site?.text }

    /// The worst verdict among the profiles asked; nil where none was asked.
    public var verdict: Verdict? { judgements.map(\.verdict).max() }

    /// Whether a part of some profile alone was judged, so that ``verdict`` says
    /// nothing about the node as a whole.
    public var isPartial: Bool { judgements.contains(where: \.isPartial) }

    /// Every fact, stable ones first.
    public var facts: [Fact] { sheet.sections.flatMap(\.facts) + gauges }
}

extension AuditReport {
    /// The same report with more remarks behind its own.
    public func adding(remarks more: [String]) -> AuditReport {
        AuditReport(
            version: version, identity: identity, belonging: belonging, sheet: sheet,
            gauges: gauges,
            judgements: judgements, took: took, waited: waited, date: date, timings: timings,
            troubles: troubles, remarks: remarks + more, policy: policy)
    }
}
