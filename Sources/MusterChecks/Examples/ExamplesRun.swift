public import MusterModel

/// All examples of check files, tried: `muster checks test`.
///
/// An example is judged under the profile whose file holds it, so a site's file is
/// tried with the site's own limits.
public struct ExamplesRun: Hashable, Sendable {
    /// An example that came out otherwise than it says.
    public struct Failure: Hashable, Sendable, CustomStringConvertible {
        /// The file's name as it was given.
        public let file: String
        /// The line where the example begins, from 1.
        public let line: Int
        /// The column, from 1.
        public let column: Int
        /// The check's id.
        public let check: String
        /// What was expected and what came out, with the facts that decided it.
        public let detail: String

        /// `file:line:column: what was expected, what came out`.
        public var description: String { "\(file):\(line):\(column): \(detail)" }
    }

    /// One check of the files that were asked for.
    public struct Coverage: Hashable, Sendable {
        /// The file's name as it was given.
        public let file: String
        /// The check's id.
        public let check: String
        /// What its examples expect.
        public let expected: Set<Outcome>
    }

    /// What did not come out as it says, by file and place.
    public let failures: [Failure]

    /// Every mistake of the files, examples included, by file and place.
    public let errors: [ChecksError]

    /// How many examples were tried.
    public let count: Int

    /// Every check with the outcomes that its examples show.
    public let coverage: [Coverage]

    /// Tries the examples of `files`, or of those in `only` where some are named; the
    /// others are needed for what they are included in.
    public init(_ files: [CheckFile], only: Set<String>? = nil, vocabulary: Vocabulary) {
        let loading = Loading(files, vocabulary)
        let advisories = loading.advisories.map(\.advisory)
        var (failures, errors, coverage, count) = ([Failure](), loading.errors, [Coverage](), 0)
        for profile in loading.profiles {
            guard let file = loading.files[profile.id]?.file, only?.contains(file) ?? true else {
                continue
            }
            for written in loading.checks[profile.id] ?? [] {
                var reader = NodeReader(file: file)
                let examples =
                    written.examples.map { reader.examples($0, of: written.check, vocabulary) }
                    ?? []
                errors += reader.errors
                count += examples.count
                coverage.append(
                    Coverage(
                        file: file, check: written.check.id,
                        expected: Set(examples.map(\.expected))))
                failures += examples.compactMap {
                    Self.failure(of: $0, written, in: profile, advisories)
                }
            }
        }
        self.failures = failures.sorted {
            ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column)
        }
        self.errors = Array(Set(errors)).sorted()
        self.coverage = coverage
        self.count = count
    }

    private static func failure(
        of example: CheckExample, _ written: WrittenCheck, in profile: Profile,
        _ advisories: [Advisory]
    ) -> Failure? {
        let check = written.check
        let finding = example.finding(of: check, in: profile, knowing: advisories)
        guard finding?.outcome != example.expected else { return nil }
        let title = example.title.isEmpty ? "" : " \"\(example.title)\""
        let came: String
        if let finding {
            let facts = finding.evidence.prefix(3).map { "\($0.found), asked: \($0.wanted)" }
            came =
                "\(finding.outcome.rawValue)"
                + (facts.isEmpty ? "" : " (\(facts.joined(separator: "; ")))")
        } else if let subject = example.subject {
            came = "no finding about \(subject)"
        } else {
            came = "none or several findings, and \"subject\" does not say which is meant"
        }
        return Failure(
            file: written.file, line: example.mark.line, column: example.mark.column,
            check: check.id,
            detail: "example\(title) of \(check.id): expected \(example.expected.rawValue), "
                + "came out \(came)".printable)
    }
}
