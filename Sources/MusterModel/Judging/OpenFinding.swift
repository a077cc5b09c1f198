/// What of a finding history keeps: which check and subject, and what it came to. Only of
/// findings that somebody has to know about.
public struct OpenFinding: Hashable, Sendable, Comparable {
    /// The check's id.
    public let check: String
    /// The subject; nil for the node.
    public let subject: String?
    /// `fail`, `unknown`, `hung`, `warn` or `waived`.
    public let outcome: String
    /// How much it weighs.
    public let level: Check.Level

    /// What is kept of a finding; nil where nobody has to know about it.
    public init?(_ finding: Finding) {
        guard finding.isOpen else { return nil }
        check = finding.check
        subject = finding.subject
        outcome = finding.isHung ? "hung" : finding.outcome.rawValue
        level = finding.level
    }

    /// One in the form of ``json``; nil for anything else.
    public init?(json: JSONValue) {
        guard let check = json["check"]?.text, let outcome = json["outcome"]?.text,
            let level = json["level"]?.text.flatMap(Check.Level.init(rawValue:))
        else { return nil }
        (self.check, self.outcome, self.level) = (check, outcome, level)
        subject = json["subject"]?.text
    }

    /// Its members.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "check": .string(check), "outcome": .string(outcome),
            "level": .string(level.rawValue),
        ]
        if let subject { members["subject"] = .string(subject) }
        return .object(members)
    }

    /// The check's id with the subject in brackets.
    public var name: String { subject.map { "\(check)[\($0)]" } ?? check }

    /// By name.
    public static func < (left: OpenFinding, right: OpenFinding) -> Bool {
        left.name < right.name
    }
}
