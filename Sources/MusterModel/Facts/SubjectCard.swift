/// A kind of thing of which a node has several, such as `cvmfs.repository`.
public struct SubjectCard: Hashable, Sendable {
    /// `area.thing`, the first two words of its facts.
    public let kind: String

    /// The fact (a list) that names every subject that was found. Where it is
    /// missing nobody knows how many there are, and quantifiers say unknown.
    public let roster: FactCard

    /// What one subject is and how it is named.
    public let description: String

    /// A kind of subject with its roster.
    public init(_ kind: String, roster: FactCard, _ description: String) {
        precondition(roster.kind == .list, "\(kind): a roster is a list")
        self.kind = kind
        self.roster = roster
        self.description = description
    }
}
