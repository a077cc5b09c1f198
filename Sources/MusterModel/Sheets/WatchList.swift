/// The subjects that probes are asked to look at, by kind: the union of what all
/// enabled profiles and demands name.
public struct WatchList: Hashable, Sendable {
    /// Kind of subject (`cvmfs.repository`) to subjects.
    public private(set) var subjects: [String: Set<String>]

    /// A list of its subjects; empty without any. A kind of which nobody is named
    /// is left out, so that equal lists have equal digests.
    public init(_ subjects: [String: Set<String>] = [:]) {
        self.subjects = subjects.filter { !$0.value.isEmpty }
    }

    /// Also look at `names`.
    public mutating func add(_ names: some Sequence<String>, of kind: String) {
        let all = subjects[kind, default: []].union(names)
        if !all.isEmpty { subjects[kind] = all }
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
