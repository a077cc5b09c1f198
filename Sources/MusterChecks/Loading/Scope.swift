internal import MusterModel

/// The words that mean something at one place of a file.
struct Scope {
    /// All facts and kinds of subject.
    let vocabulary: Vocabulary
    /// Named limits with the kind of their values.
    var limits: [String: FactKind] = [:]
    /// Known advisories with what they are about.
    var advisories: [String: String] = [:]
    /// The kinds of which one subject is meant here.
    var subjects: Set<String> = []

    /// The same words, with one subject of a kind meant.
    func looking(atOne kind: String) -> Scope {
        var inner = self
        inner.subjects.insert(kind)
        return inner
    }

    /// The kind of subject that a fact is about, where it is about one of several.
    func subject(of name: FactName) -> SubjectCard? {
        vocabulary.subject(name.kind)
    }
}
