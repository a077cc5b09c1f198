public import MusterModel

/// A machine that does not run: a tree of files, with recorded answers of its
/// live calls where it is a fixture.
///
/// Recorded answers come first. Without them files are read from the tree, and
/// everything that needs a running machine is not-tried.
public struct TreeNode: NodeView {
    private let walk: PathWalk
    let recording: Recording
    private let live: LiveNode?

    /// Always a tree, as root: its files' owners and modes decide nothing here.
    public let vantage: Vantage

    /// The machine whose root folder is `root`.
    ///
    /// - Parameter live: what touches the files, with the same root, so that a tree on
    ///   a mount that does not answer cannot hold the audit; nil touches them here.
    public init(
        root: String, recording: Recording = Recording(), vantage: Vantage? = nil,
        through live: LiveNode? = nil
    ) {
        walk = PathWalk(root: root, stops: { _ in nil })
        self.recording = recording
        self.live = live
        self.vantage = vantage ?? Vantage(.tree, user: 0, sign: root)
    }

    /// The recorded answer, or what the tree holds.
    public func answer(_ question: Question) async -> Answer {
        if let recorded = recording.answers[question] { return recorded }
        do {
            return try await touch(question)
        } catch {
            return .missing(error)
        }
    }

    private func touch(_ question: Question) async throws(Absence) -> Answer {
        switch question {
        case .read(let path), .list(let path), .attributes(let path), .link(let path),
            .bytes(let path, _, _):
            if let live { return await live.answer(question) }
            let following = if case .link = question { false } else { true }
            switch try walk.walk(to: path, following: following) {
            case .here(let found, let landed):
                if let answer = try FileTouch.answer(question, at: found, path: landed) {
                    return answer
                }
            case .crossing: break
            }
        case .inside(let inquiry):
            if case .here(let found, let landed) = try walk.walk(to: inquiry.image) {
                let place = walk.root + landed
                let look = ImageLook(inquiry, at: place, stops: { _ in nil })
                return .entries(try look.entries(found))
            }
        case .capacity, .extended, .access, .run, .connect, .silence, .machine, .attempt, .plugin:
            break
        }
        throw Absence(.notTried, "\(question.inWords): a tree of files does not answer")
    }
}
