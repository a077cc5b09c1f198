import ArgumentParser
import Foundation
import MusterCollector
import MusterStore

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
            ReportCommand.self,
            TicketCommand.self,
            WhatIfCommand.self,
            BindsCommand.self,
            ExportCommand.self,
            SitesCommand.self,
            NodesCommand.self,
            TokensCommand.self,
            BundlesCommand.self,
            AuditCommand.self,
            BackupCommand.self,
            VerifyCommand.self,
        ])

    /// Runs the command that was called. Ends the chain of every error.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            if let code = code(of: error) {
                FileHandle.standardError.write(Data("muster-collector: \(error)\n".utf8))
                Foundation.exit(code)
            }
            exit(withError: error)
        }
    }

    /// The code of sysexits.h for an error of ours; nil for one of the parser's.
    private static func code(of error: any Error) -> Int32? {
        switch error {
        case is Bench.Mistakes: 78
        case let error as StoreError where error.code == .newer: 78
        case is StoreError: 74
        case is UnreadableFile, is RegistryReading.Failure: 66
        case is CollectorClient.Failure: 69
        case is DeafServer: 71
        case is UnreadableDocument: 76
        case is WholeFile.Failure: 73
        default: nil
        }
    }
}
