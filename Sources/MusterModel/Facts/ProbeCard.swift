/// What a probe looks at: everything that anybody needs to know without reading
/// its code.
public struct ProbeCard: Hashable, Sendable {
    /// The id, also the area of its facts.
    public let id: String

    /// The question it answers, for an administrator.
    public let question: String

    /// The files, calls and programs that it reads.
    public let sources: [String]

    /// Every fact that it may yield.
    public let facts: [FactCard]

    /// The kinds of subject among them.
    public let subjects: [SubjectCard]

    /// Whether it touches paths or programs that may never answer.
    public let mayBlock: Bool

    /// What an ordinary user does not get from it; nil where nothing is lost.
    public let privilege: String?

    /// A card from its parts; rosters are facts too and need not be repeated.
    public init(
        _ id: String, _ question: String, sources: [String], facts: [FactCard],
        subjects: [SubjectCard] = [], mayBlock: Bool = false, privilege: String? = nil
    ) {
        self.id = id
        self.question = question
        self.sources = sources
        self.facts = facts + subjects.map(\.roster)
        self.subjects = subjects
        self.mayBlock = mayBlock
        self.privilege = privilege
        let strange = self.facts.first { $0.name.area != id }
        precondition(strange == nil, "\(id): \(strange?.name.text ?? "") is not of this area")
    }
}
