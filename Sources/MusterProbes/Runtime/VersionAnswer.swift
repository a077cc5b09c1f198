internal import MusterModel

/// A program's answer to `--version`: the product's name and its version.
struct VersionAnswer: Hashable, Sendable {
    /// The first word in lower case; nil where the version stands alone.
    let product: String?
    /// The word itself, as a version.
    let version: Version

    /// Reads the first line with text: `apptainer version 1.1.9`, `2.6.1-dist`,
    /// `Docker version 24.0.7, build afdd53b`; nil where it holds no version.
    /// Terminal colours, which Singularity 2.x prints, are dropped.
    init?(_ output: String) {
        let lines = Self.plain(output.prefix(4_096)).split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { !$0.trimmingSpace.isEmpty }) else { return nil }
        let words = line.split(separator: " ")
        guard let word = words.first(where: { $0.first?.isNumber == true }) else { return nil }
        let text = word.prefix { $0 != "," }
        let version = Version(String(text))
        guard text.count <= 64, text.allSatisfy(\.isASCII), version.isComparable else {
            return nil
        }
        self.version = version
        product = words.first == word ? nil : words.first?.lowercased()
    }

    private static func plain(_ text: Substring) -> String {
        var plain = ""
        var rest = text
        while let start = rest.firstIndex(of: "\u{1B}") {
            plain += rest[..<start]
            rest = rest[start...].drop { $0 != "m" }.dropFirst()
        }
        return plain + rest
    }
}

extension NodeView {
    /// Asks a program for its version: `--version` first, which every release
    /// answers and which names the product; then the command `version`.
    ///
    /// Standard output alone is read. A program that was too slow is not asked
    /// a second time.
    /// - Throws: why the first question had no answer.
    func versionAnswer(of path: String, orCommand: Bool) async throws(Absence) -> VersionAnswer {
        do {
            return try await answer(of: path, to: "--version")
        } catch {
            let patient: Set<Absence.Reason> = [.malformed, .notTried, .unsupported]
            guard orCommand, patient.contains(error.reason),
                let second = try? await answer(of: path, to: "version")
            else { throw error }
            return second
        }
    }

    /// Asks `ch-run`, which tells its version on standard error.
    /// - Throws: why there was no answer.
    func versionOnErrors(of path: String) async throws(Absence) -> VersionAnswer {
        let end = try await run(path, "--version")
        guard end.exit == 0, let answer = VersionAnswer(end.output + end.errors) else {
            throw Absence(.malformed, "\(path) --version: \(end.errors.excerpt), needed a version")
        }
        return answer
    }

    private func answer(of path: String, to word: String) async throws(Absence) -> VersionAnswer {
        let end = try await run(path, word)
        guard end.exit == 0 else {
            throw Absence(.malformed, "\(path) \(word): ended with \(end.exit), needed 0")
        }
        guard let answer = VersionAnswer(end.output) else {
            throw Absence(.malformed, "\(path) \(word): \(end.output.excerpt), needed a version")
        }
        return answer
    }
}
