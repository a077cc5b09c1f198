import ArgumentParser

/// What others take from the collector.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes how sites stand, and what their queues should be, for other programs.",
        subcommands: [
            ExportMonitCommand.self, ExportNagiosCommand.self, ExportCricCommand.self,
        ])
}
