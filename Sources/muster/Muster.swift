import ArgumentParser
import Glibc

/// The node's program: one command a file in `Commands/`.
@main
struct Muster: ParsableCommand {
    /// The version that goes into every report.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "muster",
        abstract:
            "Tells whether this node is ready to run the experiments' payloads in containers.",
        version: version,
        subcommands: [
            CheckCommand.self, ProbesCommand.self, ChecksCommand.self, ExplainCommand.self,
            ObserveCommand.self,
        ])

    /// EX_CONFIG of sysexits.h; 1 would be a verdict.
    private static let configurationFailed: Int32 = 78

    /// EX_IOERR of sysexits.h.
    private static let outputFailed: Int32 = 74

    /// Runs the command that was called. Ends the chain of every error.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            endAsPlugin(error)
            switch error {
            case let failure as AuditFailure: end("\(failure)", configurationFailed)
            case let failure as ReportFile.Failure: end("\(failure)", outputFailed)
            default: exit(withError: error)
            }
        }
    }

    private static func end(_ sentence: String, _ code: Int32) -> Never {
        Terminal.say("muster: \(sentence)\n")
        Glibc.exit(code)
    }
}
