internal import Glibc
public import MusterModel
internal import Synchronization

/// A node that remembers what it was asked and answered, to make a fixture of it.
public final class RecordingNode: NodeView {
    /// Where the recorded audit stands.
    public var vantage: Vantage { node.vantage }

    /// The recorded caller's.
    public var searchPath: [String] { node.searchPath }

    private let node: any NodeView
    private let heard = Mutex<[Question: Answer]>([:])

    /// Records everything that passes to `node`.
    public init(_ node: any NodeView) { self.node = node }

    /// The node's own answer.
    public func answer(_ question: Question) async -> Answer {
        let answer = await node.answer(question)
        heard.withLock { $0[question] = answer }
        return answer
    }

    /// Writes the fixture: `tree/` with every file that was read, `answers.json`
    /// with everything else.
    ///
    /// - Parameter redaction: what to replace in both.
    /// - Throws: why the folder could not be written.
    public func write(to folder: String, hiding redaction: Redaction) throws(Absence) {
        let answers = heard.withLock { $0 }
        var redaction = redaction
        redaction.learn(
            answers.map(\.key.description) + answers.values.flatMap(\.texts) + searchPath)
        var recording = Recording()
        recording.searchPath = searchPath.map { redaction.applied(to: $0) }
        for (question, answer) in answers {
            if case .read(let path) = question, case .text(let text) = answer, isPlain(path) {
                let place = folder + "/tree" + redaction.applied(to: path)
                try write(redaction.applied(to: text), to: place)
            } else {
                recording.answers[redaction.applied(to: question)] = redaction.applied(to: answer)
            }
        }
        try write(recording.text, to: folder + "/answers.json")
    }

    /// A path with `..` came from some file's text and may lead out of the fixture.
    private func isPlain(_ path: String) -> Bool {
        path.isAbsolute && !path.parts(by: "/").contains("..")
    }

    private func write(_ text: String, to path: String) throws(Absence) {
        var made = ""
        for part in path.parts(by: "/").dropLast() {
            made += (made.isEmpty && !path.isAbsolute ? "" : "/") + part
            mkdir(made, 0o755)
        }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        let file = open(path, flags, 0o644)
        guard file >= 0 else { throw Absence(errno: errno, path) }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Absence(errno: errno, path) }
            rest = rest.dropFirst(count)
        }
    }
}
