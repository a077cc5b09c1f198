import Testing

/// A line that breaks a rule.
struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The file's path below the package's root.
    let path: String
    /// Counted from 1.
    let line: Int
    /// What was found, and what was needed.
    let detail: String

    /// `path:line: detail`, as compilers say it.
    var description: String { "\(path):\(line): \(detail)" }
}

/// One rule of style about single files, with a planted text that breaks it.
///
/// The planted text is what keeps the rule honest: a rule that finds nothing in
/// it is a check that cannot fail.
struct Rule: Sendable {
    /// Which files it is about, by path.
    let covers: @Sendable (_ path: String) -> Bool
    /// The lines of a file that break it, with what is wrong.
    let look: @Sendable (SourceFile) -> [(line: Int, detail: String)]

    /// The violations of one file, none where the rule is not about it.
    func violations(in file: SourceFile) -> [Violation] {
        guard covers(file.path) else { return [] }
        return look(file).map { Violation(path: file.path, line: $0.line, detail: $0.detail) }
    }

    /// The lines that break it in a text at `path`.
    func lines(of text: String, at path: String) -> [Int] {
        violations(in: SourceFile(path: path, text: text)).map(\.line)
    }

    /// Records every violation in the tree; also that there was a file to look at.
    func holds(in files: [SourceFile] = Tree.files) {
        #expect(files.contains { covers($0.path) }, "the rule is about no file at all")
        for violation in files.flatMap(violations) { Issue.record("\(violation)") }
    }

    /// A rule that refuses a pattern in code, comments and texts left out.
    static func refusing(
        _ pattern: String, _ detail: String, covers: @escaping @Sendable (String) -> Bool
    ) -> Rule {
        Rule(covers: covers) { file in
            Pattern(pattern).lines(in: file.code).map { ($0, detail) }
        }
    }
}

/// A regular expression over lines.
///
/// Made anew for each file: `Regex` cannot be sent between tests.
struct Pattern {
    private let regex: Regex<AnyRegexOutput>?

    /// A pattern that does not read finds nothing; every rule's planted violation
    /// would show it.
    init(_ text: String) {
        // Unicode's boundaries see one word in `Foundation.URL`.
        regex = (try? Regex(text))?.wordBoundaryKind(.simple)
    }

    /// The numbers, from 1, of the lines in which it occurs.
    func lines(in lines: [String]) -> [Int] {
        lines.indices.filter { occurs(in: lines[$0]) }.map { $0 + 1 }
    }

    /// Whether it occurs.
    func occurs(in line: String) -> Bool { captures(in: line) != nil }

    /// The texts of its groups at the first place where it occurs.
    func captures(in line: String) -> [String]? {
        guard let regex, let match = line.firstMatch(of: regex) else { return nil }
        return match.output.dropFirst().map { String($0.substring ?? "") }
    }
}

/// Groups of paths that rules are about.
enum Paths {
    @Sendable static func sources(_ path: String) -> Bool {
        path.hasPrefix("Sources/") && path.hasSuffix(".swift")
    }

    @Sendable static func tests(_ path: String) -> Bool {
        path.hasPrefix("Tests/") && path.hasSuffix(".swift")
    }

    @Sendable static func swift(_ path: String) -> Bool { path.hasSuffix(".swift") }

    /// What people write as code: Swift, C, shell scripts without an ending.
    @Sendable static func code(_ path: String) -> Bool {
        let last = path.split(separator: "/").last ?? ""
        return ["swift", "c", "h", "sh"].contains { last.hasSuffix(".\($0)") }
            || (path.contains("/") && !last.contains(".") && !path.hasPrefix("docs/"))
    }
}
