/// Which fact: its name, and the subject it is about where there are several.
///
/// Written `cvmfs.repository[atlas.cern.ch].quota`, without a subject
/// `kernel.release.version`.
public struct FactKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What kind of observation.
    public let name: FactName

    /// A repository, path, route …; nil for a fact about the node as a whole.
    public let subject: String?

    /// The fact `name` about `subject`.
    public init(_ name: FactName, of subject: String? = nil) {
        self.name = name
        self.subject = subject
    }

    /// The written form, the subject in brackets behind the kind.
    public var description: String {
        guard let subject else { return name.text }
        return "\(name.kind)[\(subject)].\(name.aspect)"
    }

    /// By name, then by subject; a fact about the node comes first.
    public static func < (left: FactKey, right: FactKey) -> Bool {
        if left.name != right.name { return left.name < right.name }
        guard let subject = right.subject else { return false }
        return left.subject.map { $0 < subject } ?? true
    }
}
