/// A requirement on facts, three-valued.
public indirect enum Predicate: Hashable, Sendable {
    /// All of them.
    case all([Predicate])
    /// At least one of them.
    case any([Predicate])
    /// The opposite.
    case not(Predicate)
    /// One fact compared.
    case fact(FactName, Comparison)
    /// At least one subject satisfies it.
    case some(Quantifier)
    /// Every subject satisfies it.
    case every(Quantifier)
    /// No advisory of the selection applies.
    case unaffected(by: AdvisorySelection)
}

/// Which subjects a predicate ranges over; inside, facts of the kind are those of
/// the one subject.
public struct Quantifier: Hashable, Sendable {
    /// `area.thing`.
    public let kind: String
    /// The fact that lists all subjects of the kind.
    public let roster: FactName
    /// Which of them.
    public let among: SubjectSelection
    /// What each must satisfy.
    public let that: Predicate

    /// A quantifier from its parts.
    public init(
        kind: String, roster: FactName, among: SubjectSelection, that: Predicate
    ) {
        self.kind = kind
        self.roster = roster
        self.among = among
        self.that = that
    }
}

/// Which subjects of a kind are meant.
public enum SubjectSelection: Hashable, Sendable {
    /// All that the probe found.
    case observed
    /// These, found or not.
    case listed([String])
    /// Bind sources of the site's demands, or its images.
    case demanded
    /// These and the demanded.
    case listedAndDemanded([String])
}

/// Which advisories a predicate asks about.
public enum AdvisorySelection: Hashable, Sendable {
    /// All that are about this kind of subject (or area).
    case about(String)
    /// These, by id, and the kinds of subject (or areas) that they are about.
    case ids([String], about: Set<String> = [])
}
