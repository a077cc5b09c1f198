import ArgumentParser
import MusterProbes

/// The child that touches what may never answer; started by an audit, never by
/// hand.
struct ObserveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "observe",
        abstract: "Answers an audit's questions about one mount, or makes one live attempt.",
        shouldDisplay: false)

    @Option(help: "The device of the mount to touch, as major:minor.")
    var mount: String?

    @Option(help: "The live attempt to make.")
    var attempt: String?

    @Option(help: "How long what the attempt starts may take, milliseconds.")
    var patience: Int64 = 10_000

    @Option(help: "The image to look into, with what is looked for.")
    var inside: String?

    func run() throws {
        if let inside {
            guard let run = InsideRun(inside) else {
                throw ValidationError("\(inside): no such look")
            }
            return print(run.perform())
        }
        guard let attempt else { return Observer(device: mount).serve() }
        guard let attempt = AttemptRun(attempt, patience: patience) else {
            throw ValidationError("\(self.attempt ?? ""): no such attempt")
        }
        print(attempt.perform())
    }
}
