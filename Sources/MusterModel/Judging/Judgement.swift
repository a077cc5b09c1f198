/// One sheet under one profile: every finding, worst first, and the verdict.
public struct Judgement: Hashable, Sendable {
    /// The profile's id.
    public let profile: String
    /// What that profile says of itself.
    public let title: String
    /// The profile's date.
    public let dated: CalendarDate
    /// The findings, worst outcome first, required before advised, then by check
    /// and subject.
    public let findings: [Finding]
    /// What they add up to.
    public let verdict: Verdict
    /// The ids of the profile's checks that were not judged; a verdict without them
    /// says nothing about the node as a whole.
    public let leftOut: [String]

    /// Whether a part of the profile alone was judged.
    public var isPartial: Bool { !leftOut.isEmpty }
}

/// Judges a sheet: a pure function, the same on the node and in the collector.
///
/// - Parameters:
///   - sheet: the stable facts.
///   - gauges: the facts that move by themselves.
///   - profile: whose requirements.
///   - circumstances: demands, waivers, advisories and the day.
public func judge(
    _ sheet: Sheet, gauges: [Fact], under profile: Profile, in circumstances: Circumstances
) -> Judgement {
    judge(FactBook(sheet, gauges: gauges), under: profile, in: circumstances)
}

/// Judges facts that are at hand already, for whoever judges them under several profiles.
public func judge(
    _ book: FactBook, under profile: Profile, in circumstances: Circumstances
) -> Judgement {
    let evaluator = Evaluator(book: book, limits: profile.limits, circumstances: circumstances)
    let findings = profile.checks.flatMap { evaluator.findings(of: $0) }.worstFirst
    return Judgement(
        profile: profile.id, title: profile.title, dated: profile.dated, findings: findings,
        verdict: Verdict(of: findings), leftOut: profile.leftOut)
}

extension [Finding] {
    /// By outcome, required before advised, then by check and subject.
    var worstFirst: [Finding] { sorted { $0.order < $1.order } }
}

extension Finding {
    fileprivate var order: (Int, Int, String, String) {
        (outcome.rank, level == .required ? 0 : 1, check, subject ?? "")
    }
}
