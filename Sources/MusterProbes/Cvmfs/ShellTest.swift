internal import MusterModel

/// The tests in `[ … ]`, as far as configuration files use them, and `grep -q`.
enum ShellTest {
    private typealias Place = ShellEvaluation.Place

    /// Whether a test holds.
    ///
    /// - Parameter arguments: with the command's name in front, expanded.
    /// - Throws: not-tried for a test that is not evaluated; why a file that it
    ///   asks about could not be looked at.
    static func holds(
        _ arguments: [String], in place: ShellEvaluation.Place, _ line: Int,
        on node: any NodeView
    ) async throws(Absence) -> Bool {
        var words = arguments.dropFirst()
        let closing = ["[": "]", "[[": "]]"][arguments[0]]
        if let closing, words.popLast() != closing {
            throw place.absence("a test without \(closing)", line: line)
        }
        guard words.count <= 64 else { throw place.absence("a long test", line: line) }
        let asker = Asker(place: place, line: line, node: node, isPattern: closing == "]]")
        return try await asker.holds(Array(words))
    }

    /// Whether `grep -q WORDS FILE` finds something; WORDS is plain text, or several
    /// joined by `\|`.
    /// - Throws: as ``holds``.
    static func grep(
        _ arguments: [String], in place: ShellEvaluation.Place, _ line: Int,
        on node: any NodeView
    ) async throws(Absence) -> Bool {
        guard arguments[0] == "grep", arguments.count == 4, arguments[1] == "-q",
            arguments[3].hasPrefix("/")
        else { throw place.absence("grep is not run", line: line) }
        let alternatives = arguments[2].replacing("\\|", with: "\n").split(separator: "\n")
        let isPlain = alternatives.allSatisfy {
            $0.utf8.allSatisfy { $0.isNamePart || $0 == 32 || $0 == 45 }
        }
        guard isPlain, !alternatives.isEmpty else {
            throw place.absence("grep with a pattern is not run", line: line)
        }
        do throws(Absence) {
            let text = try await node.text(of: arguments[3])
            return alternatives.contains { text.contains($0) }
        } catch where error.reason == .absent {
            return false
        }
    }

    private struct Asker {
        let place: ShellEvaluation.Place
        let line: Int
        let node: any NodeView
        let isPattern: Bool

        func holds(_ words: [String]) async throws(Absence) -> Bool {
            if words.isEmpty { return false }
            if words.count == 1 { return !words[0].isEmpty }
            if words.count == 3, let answer = try compared(words) { return answer }
            if words[0] == "!" { return try await !holds(Array(words.dropFirst())) }
            if words.count == 2 { return try await alone(words[0], words[1]) }
            for (sign, anyHolds) in [("-o", true), ("-a", false)] {
                guard let at = words.firstIndex(of: sign), at > 0, at < words.count - 1 else {
                    continue
                }
                let left = try await holds(Array(words[..<at]))
                let right = try await holds(Array(words[(at + 1)...]))
                return anyHolds ? left || right : left && right
            }
            throw unclear(words)
        }

        private func compared(_ words: [String]) throws(Absence) -> Bool? {
            switch words[1] {
            case "=", "==":
                if isPattern, words[2].contains(where: { "*?[\\".contains($0) }) {
                    throw unclear(words)
                }
                return words[0] == words[2]
            case "!=":
                if isPattern, words[2].contains(where: { "*?[\\".contains($0) }) {
                    throw unclear(words)
                }
                return words[0] != words[2]
            case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
                // A shell complains about what is no number, and takes it for no.
                guard let left = Int64(words[0]), let right = Int64(words[2]) else { return false }
                return switch words[1] {
                case "-eq": left == right
                case "-ne": left != right
                case "-lt": left < right
                case "-le": left <= right
                case "-gt": left > right
                default: left >= right
                }
            default: return nil
            }
        }

        private func alone(_ sign: String, _ word: String) async throws(Absence) -> Bool {
            switch sign {
            case "-z": return word.isEmpty
            case "-n": return !word.isEmpty
            case "-e", "-f", "-d", "-s":
                guard word.hasPrefix("/") else { throw unclear([sign, word]) }
                do throws(Absence) {
                    let found = try await node.attributes(of: word)
                    return switch sign {
                    case "-f": found.kind == .file
                    case "-d": found.kind == .folder
                    case "-s": found.size > 0
                    default: true
                    }
                } catch where error.reason == .absent {
                    return false
                }
            default: throw unclear([sign, word])
            }
        }

        private func unclear(_ words: [String]) -> Absence {
            place.absence("the test \(words.joined(separator: " ").excerpt)", line: line)
        }
    }
}
