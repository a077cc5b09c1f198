/// A published weakness, with the conditions under which a node has it.
public struct Advisory: Hashable, Sendable {
    /// The public id, `CVE-…` or `GHSA-…`.
    public let id: String
    /// What it is, in a few words.
    public let title: String
    /// The kind of subject it is about (`runtime.route`) or an area (`kernel`).
    public let about: String
    /// When a subject is affected: version, mode, feature.
    public let when: Predicate
    /// What ends it.
    public let remedy: String
    /// Where it is written.
    public let source: Source

    /// An advisory from its parts.
    public init(
        id: String, title: String, about: String, when: Predicate, remedy: String, source: Source
    ) {
        self.id = id
        self.title = title
        self.about = about
        self.when = when
        self.remedy = remedy
        self.source = source
    }
}
