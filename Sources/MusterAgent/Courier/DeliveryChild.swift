internal import MusterModel
internal import MusterProbes

/// Carries out one order in a child of its own, `muster deliver`, and waits for it.
public struct DeliveryChild: Sendable {
    private let program: String

    /// Its words, its name first: nothing of the order is in a command line.
    public static let words = ["muster", "deliver"]

    /// A child of this program, or of another one that has `deliver`.
    public init(program: String = "/proc/self/exe") { self.program = program }

    /// Sends `body`. Takes the calling thread until the child ends or its time is up.
    public func carry(_ body: [UInt8], as order: DeliveryOrder) -> DeliveryOutcome {
        // The child gives up by itself a little before it is killed, and then says why.
        let child = FedProgram(
            program, words: Self.words, input: order.input(with: body),
            within: .milliseconds(order.totalMilliseconds + 2_000),
            outputAtMost: DeliveryOutcome.lineAtMost)
        let end: ProgramEnd
        do { end = try child.end() } catch {
            return switch error {
            case .unstarted(let why): .failed(.child, "not started: \(why)")
            case .late: .failed(.timeout, "the child did not end in time")
            case .tooMuch: .failed(.child, "more output than an outcome")
            }
        }
        do { return try DeliveryOutcome(reading: Array(end.output.utf8)) } catch {
            return .failed(.child, "ended with \(end.exit); \(error)")
        }
    }
}
