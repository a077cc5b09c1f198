import ArgumentParser
import MusterModel

/// The collector's program.
@main
struct CollectorProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "muster-collector",
        abstract: "Tells of every grid site whether it is ready for containers, and why not.")
}
