/// An accepted exception with a reason, an owner and an end.
public struct Waiver: Hashable, Sendable {
    /// The check that is waived.
    public let check: String
    /// The one subject; nil waives the check for all of them.
    public let subject: String?
    /// Why.
    public let reason: String
    /// Who answers for it.
    public let owner: String
    /// The last day it holds.
    public let until: CalendarDate

    /// A waiver from its parts.
    public init(
        check: String, subject: String? = nil, reason: String, owner: String, until: CalendarDate
    ) {
        self.check = check
        self.subject = subject
        self.reason = reason
        self.owner = owner
        self.until = until
    }

    /// Whether it holds for a finding on a day.
    public func covers(check: String, subject: String?, on date: CalendarDate) -> Bool {
        self.check == check && (self.subject == nil || self.subject == subject) && date <= until
    }

    /// The check, with the subject in brackets where it is waived for one alone.
    public var name: String { subject.map { "\(check)[\($0)]" } ?? check }

    /// What a reader has to know once it does not hold any more.
    public var ending: String {
        "the waiver of \(name) ended on \(until) and holds no more (\(owner): \(reason)); "
            + "repair it, or agree on a new day"
    }
}
