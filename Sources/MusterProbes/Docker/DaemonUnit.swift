internal import MusterModel

/// The command line of docker.service, with the variables of its environment files
/// put in (systemd.service(5), "Command lines").
enum DaemonUnit {
    /// Environment files; more are cut.
    private static let filesAtMost = 20

    /// The words of the last `ExecStart=` with the files that decided.
    /// - Throws: absent without a unit; why one of its files could not be read.
    static func command(
        on node: any NodeView
    ) async throws(Absence) -> (words: [String], origin: String) {
        let unit = try await SettingsFile.read(
            "docker.service", in: SettingsFile.unitFolders, on: node)
        guard let start = unit.all("ExecStart", in: "Service").last else {
            throw Absence(.absent, "docker.service: no ExecStart")
        }
        var variables: [String: String] = [:]
        for line in unit.all("Environment", in: "Service") {
            variables.merge(assignments(QuotedWords(line.value).words)) { $1 }
        }
        for line in unit.all("EnvironmentFile", in: "Service").prefix(filesAtMost) {
            let path = line.value.hasPrefix("-") ? String(line.value.dropFirst()) : line.value
            do throws(Absence) {
                let text = try await node.text(of: path)
                let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingSpace }
                let set = lines.filter { !$0.hasPrefix("#") && !$0.hasPrefix(";") }
                variables.merge(assignments(set.map { unquoted($0) })) { $1 }
            } catch  where error.reason == .absent {
                continue
            }
        }
        return (words(of: start.value, variables), start.origin)
    }

    /// The words of a command; `$NAME` is split at blanks, `${NAME}` is not, and a
    /// variable that nobody set is empty.
    static func words(of command: String, _ variables: [String: String]) -> [String] {
        let plain = command.drop { "-@:+!".contains($0) }
        return QuotedWords(String(plain)).words.flatMap { word -> [String] in
            if word.hasPrefix("$"), !word.hasPrefix("${"), !word.hasPrefix("$$") {
                return QuotedWords(variables[String(word.dropFirst())] ?? "").words
            }
            return [filled(word, variables)]
        }
    }

    private static func filled(_ word: String, _ variables: [String: String]) -> String {
        var out = ""
        var rest = word[...]
        while let start = rest.firstRange(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            out += rest[..<start.lowerBound]
            out += variables[String(rest[start.upperBound..<end])] ?? ""
            rest = rest[rest.index(after: end)...]
        }
        return out + rest
    }

    /// `NAME="value"` without the quotes around the value.
    private static func unquoted(_ line: Substring) -> String {
        guard let equals = line.firstIndex(of: "=") else { return String(line) }
        var value = line[line.index(after: equals)...].trimmingSpace
        if let mark = value.first, mark == "\"" || mark == "'", value.count >= 2,
            value.last == mark
        {
            value = value.dropFirst().dropLast()
        }
        return "\(line[..<equals])=\(value)"
    }

    private static func assignments(_ words: [String]) -> [String: String] {
        var variables: [String: String] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
        }
        return variables
    }
}
