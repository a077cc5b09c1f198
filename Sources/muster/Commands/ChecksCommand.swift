import ArgumentParser
import MusterChecks
import MusterModel
import MusterProbes

/// What there is to judge by.
struct ChecksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checks", abstract: "Lists and proof-reads check files.",
        subcommands: [ChecksListCommand.self, ChecksLintCommand.self])
}

/// The checks of every profile.
struct ChecksListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists profiles with their checks and limits.")

    @Option(help: ArgumentHelp("Read more check files from a folder.", valueName: "folder"))
    var checks: String?

    func run() throws {
        let library = try Policy.library(checks: checks, waivers: nil)
        var lines: [String] = []
        for profile in library.profiles {
            lines.append("\(profile.id): \(profile.title), \(profile.dated)")
            lines += profile.checks.map {
                "  " + Columns.row($0.id, "\($0.level.rawValue): \($0.title)")
            }
            lines += profile.limits.sorted { $0.key < $1.key }.map {
                "  " + Columns.row("limit \($0.key)", $0.value.value.description)
            }
        }
        try Terminal.show(lines: lines + ["\(library.advisories.count) advisories"])
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
        help: "Files to read with the built-in ones; without any, the site's own are read.")
    var files: [String] = []

    func run() throws {
        let built = CheckFile.builtIn
        let own =
            files.isEmpty ? Policy.siteFiles() : (files: try files.map(Policy.named), errors: [])
        let lint = ChecksLint(built + own.files, vocabulary: ProbeCatalogue.vocabulary)
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
