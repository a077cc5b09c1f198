/// One requirement, as data.
public struct Check: Hashable, Sendable {
    /// How much it weighs: a required check that fails makes a node unfit, an
    /// advised one degrades it.
    public enum Level: String, Hashable, Sendable, CaseIterable {
        case required, advised
    }

    /// One finding for every subject, instead of one for the node.
    public struct Each: Hashable, Sendable {
        /// `area.thing`.
        public let kind: String
        /// The fact that lists all subjects of the kind.
        public let roster: FactName
        /// Which of them.
        public let among: SubjectSelection

        /// A range of subjects.
        public init(kind: String, roster: FactName, among: SubjectSelection) {
            self.kind = kind
            self.roster = roster
            self.among = among
        }
    }

    /// What to change, and in which situation.
    public struct Remedy: Hashable, Sendable {
        /// The situation; nil means any.
        public let when: Predicate?
        /// What to do, with `{fact.name.aspect}`, `{subject}` and `{limit:name}`
        /// standing for what was found.
        public let change: String

        /// A remedy for a situation.
        public init(when: Predicate? = nil, change: String) {
            self.when = when
            self.change = change
        }
    }

    /// The public id, lower case and dotted, never reworded.
    public let id: String
    /// What is required, in a few words.
    public let title: String
    /// How much it weighs.
    public private(set) var level: Level
    /// Why it is required.
    public let reason: String
    /// Where that is written.
    public let sources: [Source]
    /// One finding a subject; nil for one finding on the node.
    public let each: Each?
    /// Where the check applies; nil means everywhere.
    public let when: Predicate?
    /// What must hold.
    public let require: Predicate
    /// What to change where it does not; the first that fits is shown.
    public let remedies: [Remedy]
    /// Who gave it another level than the profile that states it, and why, in words;
    /// nil where nobody did.
    public private(set) var amendment: String?

    /// A check from its parts.
    public init(
        id: String, title: String, level: Level, reason: String, sources: [Source],
        each: Each? = nil, when: Predicate? = nil, require: Predicate, remedies: [Remedy]
    ) {
        self.id = id
        self.title = title
        self.level = level
        self.reason = reason
        self.sources = sources
        self.each = each
        self.when = when
        self.require = require
        self.remedies = remedies
    }

    /// The same requirement, weighing as much as `level`; `amendment` says by whom and
    /// why.
    public func weighing(_ level: Level, amendment: String) -> Check {
        var check = self
        check.level = level
        check.amendment = amendment
        return check
    }
}
