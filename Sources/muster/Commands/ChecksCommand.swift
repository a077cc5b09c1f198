import ArgumentParser
import MusterChecks
import MusterModel
import MusterProbes

/// What there is to judge by.
struct ChecksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checks", abstract: "Lists, proof-reads, tries and begins check files.",
        subcommands: [
            ChecksListCommand.self, ChecksLintCommand.self, ChecksTestCommand.self,
            ChecksDraftCommand.self,
        ])
}

/// Every profile in a line, or the checks and limits of some.
struct ChecksListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the profiles, or checks and limits of some.")

    @Argument(
        help: "Profiles to show with their checks and limits; none lists all in short.",
        completion: Completions.profileArguments)
    var profiles: [String] = []

    @Option(
        help: ArgumentHelp("Read more check files from a folder.", valueName: "folder"),
        completion: .directory)
    var checks: String?

    @Option(
        help: ArgumentHelp("Lay a check bundle over the built-in files.", valueName: "file"),
        completion: .file())
    var bundle: String?

    @OptionGroup var probes: ProbesOption

    func run() throws {
        let library = try Policy.library(
            checks: checks, waivers: nil, try probes.load().vocabulary,
            bundle: try bundle.map(Policy.namedBundle)?.bundle)
        if profiles.isEmpty {
            let last = "\(library.advisories.count) advisories, \(library.waivers.count) waivers"
            return try Terminal.show(lines: library.profiles.map(Self.line) + [last])
        }
        let chosen = try Policy.chosen(profiles, from: library, default: [])
        try Terminal.show(lines: chosen.flatMap { Self.lines($0, library.advisories) })
    }

    /// `atlas  ATLAS  2026-11-23, by default, 44 checks`.
    private static func line(_ profile: Profile) -> String {
        let asked = profile.isDefault ? "by default" : "when asked"
        return Columns.row("\(profile.id): \(profile.title)", "\(profile.dated), \(asked), ")
            + "\(profile.checks.count) checks"
    }

    private static func lines(_ profile: Profile, _ advisories: [Advisory]) -> [String] {
        var lines = [line(profile)]
        lines.append("  " + Columns.row("sha256", profile.digest(with: advisories).text))
        for check in profile.checks {
            lines.append("  " + Columns.row(check.id, "\(check.level.rawValue): \(check.title)"))
            if let amendment = check.amendment { lines.append("  " + Columns.row("", amendment)) }
        }
        for (name, limit) in profile.limits.sorted(by: { $0.key < $1.key }) {
            let set = limit.setIn.map { ", set in \($0)" } ?? ""
            lines.append("  " + Columns.row("limit \(name)", "\(limit.value)\(set)"))
        }
        return lines
    }
}

/// Proof-reads check files without judging anything.
struct ChecksLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Finds mistakes in check files: file, line, column, what was needed.",
        discussion: """
            Ends with 0 where there is no mistake, 1 where there is one, 66 where a file \
            cannot be read.
            """)

    @Argument(
        help: "Files to read with the built-in ones; without any, the site's own are read.",
        completion: Completions.checkFiles)
    var files: [String] = []

    @OptionGroup var probes: ProbesOption

    func run() throws {
        let built = CheckFile.builtIn
        let own =
            files.isEmpty ? Policy.siteFiles() : (files: try files.map(Policy.named), errors: [])
        let lint = ChecksLint(built + own.files, vocabulary: try probes.load().vocabulary)
        let names = Set(files)
        let warnings = lint.warnings.filter { names.isEmpty || names.contains($0.file) }
        let errors = own.errors + lint.errors.map(\.description)
        var lines = warnings.map { "warning: \($0)" } + errors.map { "error: \($0)" }
        if errors.isEmpty {
            let count = own.files.count
            let read = count == 1 ? "1 file" : "\(count) files"
            lines.append("\(read) and \(built.count) built-in, no errors")
        }
        try Terminal.show(lines: lines)
        if !errors.isEmpty { throw ExitCode(1) }
    }
}

/// Tries the examples that check files carry.
struct ChecksTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Tries the examples in check files: what was expected, what came out.")

    @Argument(
        help: "Files to try with the built-in ones at hand; none tries those.",
        completion: Completions.checkFiles)
    var files: [String] = []

    @OptionGroup var probes: ProbesOption

    func run() throws {
        let run = ExamplesRun(
            try Policy.files(with: files), only: files.isEmpty ? nil : Set(files),
            vocabulary: try probes.load().vocabulary)
        var lines = run.errors.map { "error: \($0)" } + run.failures.map { "failed: \($0)" }
        lines += run.coverage.filter(\.expected.isEmpty).map {
            "warning: \($0.file): \($0.check) has no example"
        }
        let count = "\(run.count) examples of \(run.coverage.count) checks"
        try Terminal.show(lines: lines + ["\(count), \(run.failures.count) failed"])
        if !run.errors.isEmpty || !run.failures.isEmpty { throw ExitCode(1) }
    }
}
