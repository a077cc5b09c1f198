/// The subjects that probes are asked to look at, by kind: the union of what all
/// enabled profiles and demands name.
public struct WatchList: Hashable, Sendable {
    /// Kind of subject (`cvmfs.repository`) to subjects.
    public private(set) var subjects: [String: Set<String>]

    /// A list of its subjects; empty without any.
    public init(_ subjects: [String: Set<String>] = [:]) { self.subjects = subjects }

    /// Also look at `names`.
    public mutating func add(_ names: some Sequence<String>, of kind: String) {
        subjects[kind, default: []].formUnion(names)
    }

    /// What both lists ask for.
    public func union(_ other: WatchList) -> WatchList {
        WatchList(subjects.merging(other.subjects) { $0.union($1) })
    }

    /// The subjects of one kind, sorted.
    public func names(of kind: String) -> [String] { (subjects[kind] ?? []).sorted() }

    /// Kinds with their sorted subjects.
    public var json: JSONValue {
        .object(subjects.mapValues { .array($0.sorted().map(JSONValue.string)) })
    }
}
