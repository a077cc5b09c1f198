import ArgumentParser
import Glibc
import MusterReport

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
            if !(error is ExitCode), ExitRule.isNagios(Array(CommandLine.arguments.dropFirst())) {
                excuse(error)
            }
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

    /// Ends as a monitoring plugin does that could not look; help asked for is
    /// printed as it is, and no verdict either.
    private static func excuse(_ error: any Error) -> Never {
        if error is AuditFailure || error is ReportFile.Failure {
            print(NagiosRenderer.excuse("\(error)"), terminator: "")
        } else if exitCode(for: error).isSuccess {
            print(fullMessage(for: error))
        } else {
            print(NagiosRenderer.excuse(message(for: error)), terminator: "")
        }
        Glibc.exit(ExitRule.unknown)
    }
}
