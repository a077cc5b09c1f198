public import MusterModel

/// What is wrong with check files, and what is only strange.
public struct ChecksLint: Hashable, Sendable {
    /// Something that works and was probably not meant.
    public struct Warning: Hashable, Sendable, Comparable, CustomStringConvertible {
        /// The closed set of warnings.
        public enum Code: String, Hashable, Sendable, CaseIterable {
            /// A limit that no check compares with.
            case unusedLimit = "unused-limit"
            /// An advisory that no check asks for.
            case unusedAdvisory = "unused-advisory"
            /// A check that does not say what to change.
            case noRemedy = "no-remedy"
            /// A source from after the profile's own date.
            case datedLater = "dated-later"
        }

        /// The file's name as it was given.
        public let file: String
        /// The line, from 1.
        public let line: Int
        /// The column, from 1.
        public let column: Int
        /// Which of the warnings.
        public let code: Code
        /// What was found.
        public let detail: String

        /// `file:line:column: what was found`.
        public var description: String { "\(file):\(line):\(column): \(detail)" }

        /// By file, then by place.
        public static func < (left: Warning, right: Warning) -> Bool {
            (left.file, left.line, left.column, left.detail)
                < (right.file, right.line, right.column, right.detail)
        }
    }

    /// Every mistake, by file and place.
    public let errors: [ChecksError]

    /// Everything strange, by file and place.
    public let warnings: [Warning]

    /// Looks at `files` together, as ``ChecksLibrary`` would read them.
    public init(_ files: [CheckFile], standIns: Set<String> = [], vocabulary: Vocabulary) {
        let loading = Loading(files, vocabulary, standIns: standIns)
        errors = Array(Set(loading.errors + Self.examples(loading, vocabulary))).sorted()
        warnings =
            (Self.limits(loading) + Self.advisories(loading) + Self.checks(loading)).sorted()
    }

    /// Mistakes in examples: they keep nobody from judging, and are mistakes.
    private static func examples(_ loading: Loading, _ vocabulary: Vocabulary) -> [ChecksError] {
        loading.checks.values.joined().flatMap { written -> [ChecksError] in
            var reader = NodeReader(file: written.file)
            if let node = written.examples {
                _ = reader.examples(node, of: written.check, vocabulary)
            }
            return reader.errors
        }
    }

    private static func limits(_ loading: Loading) -> [Warning] {
        let used = loading.checks.values.joined().reduce(into: Set<String>()) {
            $0.formUnion($1.limits)
        }
        return loading.files.values.flatMap { profile in
            profile.limits.filter { !used.contains($0.name) }.map {
                Warning(
                    profile.file, $0.mark, .unusedLimit,
                    "limit \"\($0.name)\" is used by no check")
            }
        }
    }

    private static func advisories(_ loading: Loading) -> [Warning] {
        let asked = loading.checks.values.joined().flatMap(\.check.advisories)
        return loading.advisories.filter { written in
            !asked.contains {
                switch $0 {
                case .about(let kind): kind == written.advisory.about
                case .ids(let ids, _): ids.contains(written.advisory.id)
                }
            }
        }.map {
            Warning(
                $0.file, $0.mark, .unusedAdvisory,
                "advisory \($0.advisory.id) is asked for by no check")
        }
    }

    private static func checks(_ loading: Loading) -> [Warning] {
        loading.files.values.flatMap { profile in
            (loading.checks[profile.id] ?? []).flatMap { written -> [Warning] in
                var warnings: [Warning] = []
                if written.check.remedies.isEmpty {
                    warnings.append(
                        Warning(
                            written.file, written.mark, .noRemedy,
                            "check \"\(written.check.id)\" does not say what to change"))
                }
                if let source = written.check.sources.first(where: { $0.date > profile.dated }) {
                    warnings.append(
                        Warning(
                            written.file, written.mark, .datedLater,
                            "a source of \(source.date) in a profile dated \(profile.dated)"))
                }
                return warnings
            }
        }
    }
}

extension ChecksLint.Warning {
    /// A warning at a mark.
    init(_ file: String, _ mark: YAMLMark, _ code: Code, _ detail: String) {
        self.init(
            file: file, line: mark.line, column: mark.column, code: code, detail: detail)
    }
}
