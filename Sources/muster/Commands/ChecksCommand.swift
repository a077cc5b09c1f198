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

    @Argument(help: "Profiles to show with their checks and limits; none lists all in short.")
    var profiles: [String] = []

    @Option(help: ArgumentHelp("Read more check files from a folder.", valueName: "folder"))
    var checks: String?

    func run() throws {
        let library = try Policy.library(checks: checks, waivers: nil)
        if profiles.isEmpty {
            for profile in library.profiles { print(Self.line(profile)) }
            print("\(library.advisories.count) advisories, \(library.waivers.count) waivers")
        }
        for profile in try Policy.chosen(profiles, from: library, default: []) { show(profile) }
    }

    /// `atlas  ATLAS  2026-11-23, by default, 44 checks`.
    private static func line(_ profile: Profile) -> String {
        let asked = profile.isDefault ? "by default" : "when asked"
        return Columns.row("\(profile.id): \(profile.title)", "\(profile.dated), \(asked), ")
            + "\(profile.checks.count) checks"
    }

    private func show(_ profile: Profile) {
        print(Self.line(profile))
        for check in profile.checks {
            print("  " + Columns.row("\(check.id)", "\(check.level.rawValue): \(check.title)"))
            if let amendment = check.amendment { print("  " + Columns.row("", amendment)) }
        }
        for (name, limit) in profile.limits.sorted(by: { $0.key < $1.key }) {
            let set = limit.setIn.map { ", set in \($0)" } ?? ""
            print("  " + Columns.row("limit \(name)", "\(limit.value)\(set)"))
        }
    }
}

/// Proof-reads check files without judging anything.
struct ChecksLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Finds mistakes in check files: file, line, column, what was needed.")

    @Argument(help: "Files to read with the built-in ones; none reads those alone.")
    var files: [String] = []

    func run() throws {
        let read = try Policy.files(with: files)
        let lint = ChecksLint(read, vocabulary: ProbeCatalogue.vocabulary)
        for warning in lint.warnings where files.isEmpty || files.contains(warning.file) {
            print("warning: \(warning)")
        }
        for error in lint.errors { print("error: \(error)") }
        if !lint.errors.isEmpty { throw ExitCode(1) }
        print("\(read.count) files, no errors")
    }
}

/// Tries the examples that check files carry.
struct ChecksTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Tries the examples in check files: what was expected, what came out.")

    @Argument(help: "Files to try with the built-in ones at hand; none tries those.")
    var files: [String] = []

    func run() throws {
        let run = ExamplesRun(
            try Policy.files(with: files), only: files.isEmpty ? nil : Set(files),
            vocabulary: ProbeCatalogue.vocabulary)
        for error in run.errors { print("error: \(error)") }
        for failure in run.failures { print("failed: \(failure)") }
        let bare = run.coverage.filter(\.expected.isEmpty)
        for one in bare { print("warning: \(one.file): \(one.check) has no example") }
        print("\(run.count) examples of \(run.coverage.count) checks, \(run.failures.count) failed")
        if !run.errors.isEmpty || !run.failures.isEmpty { throw ExitCode(1) }
    }
}
