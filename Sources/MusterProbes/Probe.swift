public import MusterModel

/// A piece of code that looks at one aspect of the node.
///
/// One probe is one file in `Probes/`, named after its type, and that place is its
/// registration. It yields facts and judges nothing: a missing file, a refused
/// permission and a broken line are facts with a typed absence, never a guess.
public protocol Probe: Sendable {
    /// The question, the sources and every fact with its meaning.
    static var card: ProbeCard { get }

    /// Looks at `node`. Every touch goes through `node`, which keeps the deadline;
    /// nothing here opens a path by itself.
    static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact]
}

/// The probes of this build; the build plugin lists the files of `Probes/`.
public enum ProbeCatalogue {
    /// The facts of all probes.
    public static let vocabulary = Vocabulary(all.map { $0.card })
}
