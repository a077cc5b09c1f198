/// What a check came to on one sheet, and on one subject where it has several.
public struct Finding: Hashable, Sendable {
    /// The check's id.
    public let check: String
    /// What it requires, in a few words.
    public let title: String
    /// How much it weighs.
    public let level: Check.Level
    /// The subject; nil for the node.
    public let subject: String?
    /// What it came to.
    public let outcome: Outcome
    /// The facts it rests on.
    public let evidence: [Evidence]
    /// The subjects of its outermost quantifier and how each fared.
    public let cases: [Evaluation.Case]
    /// The line to change; nil where nothing has to, or nobody knows.
    public let remedy: String?
    /// Why it is required.
    public let reason: String
    /// Where that is written.
    public let sources: [Source]
    /// The waiver that covers it, where one does.
    public let waiver: Waiver?
    /// Who gave the check another level, and why; nil where nobody did.
    public let amendment: String?

    /// Whether it is unknown because something does not answer.
    public var isHung: Bool {
        outcome == .unknown
            && evidence.contains { $0.fact.reading.absence?.reason == .hung }
    }
}
