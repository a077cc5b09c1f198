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
        for profile in library.profiles {
            print("\(profile.id): \(profile.title), \(profile.dated)")
            for check in profile.checks {
                print("  " + Columns.row("\(check.id)", "\(check.level.rawValue): \(check.title)"))
            }
            for (name, limit) in profile.limits.sorted(by: { $0.key < $1.key }) {
                print("  " + Columns.row("limit \(name)", limit.value.description))
            }
        }
        print("\(library.advisories.count) advisories")
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
        var read = CheckFile.builtIn
        for path in files {
            do { read.append(CheckFile(name: path, text: try SmallFile.text(path))) } catch {
                throw ValidationError("\(error)")
            }
        }
        let lint = ChecksLint(read, vocabulary: ProbeCatalogue.vocabulary)
        for warning in lint.warnings where files.isEmpty || files.contains(warning.file) {
            print("warning: \(warning)")
        }
        for error in lint.errors { print("error: \(error)") }
        if !lint.errors.isEmpty { throw ExitCode(1) }
        print("\(read.count) files, no errors")
    }
}
