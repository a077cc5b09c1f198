internal import MusterModel

/// Recorded answers of a machine's live calls, by question.
public struct Recording: Hashable, Sendable {
    /// What was wrong with a recording's text.
    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        /// What was found, and what was needed.
        public let detail: String
        /// The detail.
        public var description: String { detail }
    }

    /// The answers.
    public var answers: [Question: Answer]

    /// Where the recorded caller's shell looked for programs.
    public var searchPath: [String] = []

    /// The member of an `answers.json` that is no question.
    private static let searchPathKey = "search path"

    /// A recording of answers; empty without any.
    public init(_ answers: [Question: Answer] = [:]) { self.answers = answers }

    /// The recording in the text of an `answers.json`: an object from the written
    /// question to its answer; `search path` has the names of folders.
    /// - Throws: ``Malformed`` naming the first entry that does not read.
    public init(json text: String) throws(Malformed) {
        var answers: [Question: Answer] = [:]
        let value: JSONValue
        do { value = try JSONReader.value(in: text.utf8) } catch {
            throw Malformed(detail: "\(error)")
        }
        guard case .object(let members) = value else {
            throw Malformed(detail: "no object from questions to answers")
        }
        for (key, json) in members {
            if key == Self.searchPathKey {
                guard let folders = json["names"]?.elements?.compactMap(\.text) else {
                    throw Malformed(detail: "\"\(key)\": needed the names of folders")
                }
                searchPath = SearchPath.folders(in: folders.joined(separator: ":"))
                continue
            }
            guard let question = Question(key) else {
                throw Malformed(detail: "\"\(key)\" is no question")
            }
            guard let answer = Answer(json, to: question) else {
                throw Malformed(detail: "\"\(key)\": the answer does not fit the question")
            }
            answers[question] = answer
        }
        self.answers = answers
    }

    /// One question a line, sorted, so that changes read well.
    public var text: String {
        var members = answers.map { ($0.key.description, $0.value) }
        if !searchPath.isEmpty { members.append((Self.searchPathKey, .names(searchPath))) }
        let lines = members.map { key, answer in
            JSONValue.string(key).canonicalText + ": " + answer.json.canonicalText
        }
        return "{\n" + lines.sorted().map { "  " + $0 }.joined(separator: ",\n") + "\n}\n"
    }
}
