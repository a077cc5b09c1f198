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
            AgentCommand.self, LookCommand.self, WeighCommand.self, AdoptCommand.self,
            ObserveCommand.self,
            DeliverCommand.self, SpoolCommand.self, HistoryCommand.self,
            DrainCommand.self,
        ])

    /// Runs the command that was called. Ends the chain of every error.
    static func main() {
        Terminal.holdPlaces()
        var called: any ParsableCommand.Type = Muster.self
        do {
            var command = try parseAsRoot()
            called = type(of: command)
            try command.run()
        } catch {
            Glibc.exit(pluginEnd(by: error) ?? end(of: called, by: error))
        }
    }

    /// Says why `command` ended, and with which code.
    private static func end(of command: any ParsableCommand.Type, by error: any Error) -> Int32 {
        if let failure = error as? AuditFailure {
            Terminal.say("muster: \(failure)\n")
            return failure.reason.rawValue
        }
        let code = exitCode(for: error).rawValue
        let text = text(of: error, in: command)
        guard code == 0 else {
            if !text.isEmpty { Terminal.say(text + "\n") }
            return code
        }
        // Help and version are asked for, and errors only in form.
        do { try Terminal.show(text.isEmpty ? "" : text + "\n") } catch {
            return end(of: command, by: error)
        }
        return 0
    }

    /// The message with the usage of the very command that found the mistake; a
    /// mistake that the parser found has it already.
    private static func text(
        of error: any Error, in command: any ParsableCommand.Type
    ) -> String {
        guard error is ValidationError, command != Muster.self else {
            return fullMessage(for: error)
        }
        let usage = usageString(for: command)
        let name = usage.prefix { $0 != "<" && $0 != "[" }.split(separator: " ")
        return """
            Error: \(message(for: error))
            Usage: \(usage)
              See '\(name.joined(separator: " ")) --help' for more information.
            """
    }
}
