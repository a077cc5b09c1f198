import ArgumentParser
import MusterAgent
import MusterModel

/// What waits for a collector, and whether it is whole.
struct SpoolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool",
        abstract: "Shows the reports that wait for a collector, and whether they are whole.",
        discussion: """
            Reads what the service keeps and changes nothing; the service may be at work \
            meanwhile. Needs root, or the service's account.
            """,
        subcommands: [SpoolListCommand.self, SpoolCatCommand.self, SpoolCheckCommand.self])
}

/// Where the service keeps its reports, the same for every command on them.
struct SpoolOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Where the service keeps its state.", valueName: "folder"),
        completion: .directory)
    var state = "/var/lib/muster"

    /// Looks through the spool.
    /// - Throws: ``AuditFailure`` where it cannot be looked at.
    func survey<Value>(_ body: (SpoolSurvey) throws -> Value) throws -> Value {
        do { return try body(SpoolSurvey(of: state)) } catch let fault as SpoolFault {
            throw AuditFailure(.noInput, "\(state): \(fault)")
        } catch let unreadable as SpoolSurvey.Unreadable {
            throw AuditFailure(.noInput, "\(state): \(unreadable)")
        }
    }
}
