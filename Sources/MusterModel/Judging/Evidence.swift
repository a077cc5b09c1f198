/// One fact that a finding rests on, beside what was asked of it.
public struct Evidence: Hashable, Sendable {
    /// What was seen and where.
    public let fact: Fact

    /// What was asked, in words: `at least 15000`.
    public let wanted: String

    /// Whether the fact gives it.
    public let truth: Truth

    /// One fact compared.
    public init(_ fact: Fact, wanted: String, truth: Truth) {
        self.fact = fact
        self.wanted = wanted
        self.truth = truth
    }

    /// The same fact where the opposite is asked.
    var opposed: Evidence {
        let isOpposed = wanted.hasPrefix("not ")
        return Evidence(
            fact, wanted: isOpposed ? String(wanted.dropFirst(4)) : "not \(wanted)",
            truth: !truth)
    }
}

/// What a predicate came to, with the facts that decided it.
public struct Evaluation: Hashable, Sendable {
    /// How one subject of the outermost quantifier fared.
    public struct Case: Hashable, Sendable {
        /// The subject.
        public let subject: String
        /// Whether it satisfies the predicate.
        public let truth: Truth
        /// What decided that.
        public let evidence: [Evidence]
    }

    /// The three-valued answer.
    public let truth: Truth
    /// The facts that decided it; where it holds, all that were looked at.
    public let evidence: [Evidence]
    /// The subjects of the outermost quantifier, in order.
    public let cases: [Case]

    init(_ truth: Truth, _ evidence: [Evidence] = [], cases: [Case] = []) {
        self.truth = truth
        self.evidence = evidence
        self.cases = cases
    }
}
