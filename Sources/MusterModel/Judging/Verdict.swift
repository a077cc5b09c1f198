/// One node under one profile.
public enum Verdict: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Every required and advised check holds.
    case ready
    /// Every required check holds, an advised one does not.
    case degraded
    /// No required check is known to fail, and at least one could not be told.
    case undetermined
    /// A required check does not hold, whatever else is unknown.
    case unfit

    /// By how much is wrong: ready, degraded, undetermined, unfit. A known failure
    /// is worse than a missing answer, as no is the end of every conjunction.
    public static func < (left: Verdict, right: Verdict) -> Bool {
        left.severity < right.severity
    }

    /// The exit code of `muster check`: 0 ready, 1 degraded, 2 unfit, 3 undetermined.
    public var exitCode: Int32 {
        switch self {
        case .ready: 0
        case .degraded: 1
        case .unfit: 2
        case .undetermined: 3
        }
    }

    /// The verdict that findings add up to.
    public init(of findings: some Sequence<Finding>) {
        self = .ready
        for finding in findings { self = max(self, finding.verdict) }
    }

    private var severity: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Finding {
    /// The verdict that this finding alone would give.
    var verdict: Verdict {
        switch outcome {
        case .fail: .unfit
        case .unknown: level == .required ? .undetermined : .degraded
        case .warn: .degraded
        case .waived, .pass, .inapplicable: .ready
        }
    }
}
