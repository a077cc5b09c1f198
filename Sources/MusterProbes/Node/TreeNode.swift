public import MusterModel

/// A machine that does not run: a tree of files, with recorded answers of its
/// live calls where it is a fixture.
///
/// Recorded answers come first. Without them files are read from the tree, and
/// everything that needs a running machine is not-tried.
public struct TreeNode: NodeView {
    private let walk: PathWalk
    private let recording: Recording

    /// Always a tree, as root: its files' owners and modes decide nothing here.
    public let vantage: Vantage

    /// The machine whose root folder is `root`.
    public init(root: String, recording: Recording = Recording(), vantage: Vantage? = nil) {
        walk = PathWalk(root: root, stops: { _ in nil })
        self.recording = recording
        self.vantage = vantage ?? Vantage(.tree, user: 0, sign: root)
    }

    /// The recorded answer, or what the tree holds.
    public func answer(_ question: Question) async -> Answer {
        if let recorded = recording.answers[question] { return recorded }
        do {
            return try touch(question)
        } catch {
            return .missing(error)
        }
    }

    private func touch(_ question: Question) throws(Absence) -> Answer {
        switch question {
        case .read(let path), .list(let path), .attributes(let path), .link(let path):
            let following = if case .link = question { false } else { true }
            switch try walk.walk(to: path, following: following) {
            case .here(let found, let landed):
                if let answer = try FileTouch.answer(question, at: found, path: landed) {
                    return answer
                }
            case .crossing: break
            }
        case .capacity, .extended, .access, .run, .connect, .silence, .machine, .attempt, .plugin:
            break
        }
        throw Absence(.notTried, "\(question): a tree of files does not answer")
    }
}
