import ArgumentParser
import CLinux
import Glibc
import MusterAgent
import MusterModel

/// The child that speaks with a collector; started by the service or a push, never by
/// hand. The order and then the body stand on its input.
struct DeliverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliver", abstract: "Carries one delivery to a collector, once.",
        shouldDisplay: false)

    /// Whoever starts it gives it its input at once, seconds.
    private static let patience: UInt32 = 60

    func run() throws {
        muster_set_undumpable()
        alarm(Self.patience)
        let outcome = Self.outcome()
        try Terminal.show(String(decoding: outcome.line, as: UTF8.self) + "\n")
    }

    private static func outcome() -> DeliveryOutcome {
        var input = InputBytes(STDIN_FILENO)
        guard let line = input.line(atMost: DeliveryOrder.lineAtMost) else {
            return .failed(.order, "order: needed one line of at most 64 KiB")
        }
        let order: DeliveryOrder
        do { order = try DeliveryOrder(reading: line) } catch {
            return .failed(.order, error.description)
        }
        guard let body = input.rest(atMost: Delivery.bytesAtMost),
            body.isEmpty == (order.asking != nil)
        else { return .failed(.order, "body: needed 1 byte to 4 MiB, or none to ask") }
        // What libcurl's own deadline does not end, this does.
        alarm(UInt32(order.totalMilliseconds / 1_000) + 2)
        return DeliveryRun(order, body: body).perform()
    }
}
