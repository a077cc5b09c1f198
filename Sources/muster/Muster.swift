import ArgumentParser

/// The node's program: one command a file in `Commands/`.
@main
struct Muster: ParsableCommand {
    /// The version that goes into every report.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "muster",
        abstract: "Tells whether this node is ready to run the experiments' payloads in containers.",
        version: version,
        subcommands: [
            CheckCommand.self, ProbesCommand.self, ChecksCommand.self, ExplainCommand.self,
            ObserveCommand.self,
        ])
}
