import ArgumentParser

/// The collector's program: one command a file in `Commands/`.
@main
struct CollectorProgram: AsyncParsableCommand {
    /// The version that judges; another one judges anew.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "muster-collector",
        abstract: "Tells of every grid site whether it is ready for containers, and why not.",
        version: version,
        subcommands: [
            ServeCommand.self,
            SitesCommand.self,
            BackupCommand.self,
            VerifyCommand.self,
        ])
}
