import Glibc
import Synchronization

/// One line on the terminal that says which probes are still at work.
final class Progress: Sendable {
    private struct State: Sendable {
        var waiting: [String]
        var shown = ""
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now

    /// An audit that is done before this shows nothing: a flash helps nobody.
    private static let quietAtFirst = Duration.milliseconds(250)

    init(waitingFor probes: [String]) { state = Mutex(State(waiting: probes)) }

    /// One probe is done.
    func done(_ probe: String) { state.withLock { $0.waiting.removeAll { $0 == probe } } }

    /// Draws the line anew where it changed.
    func draw() {
        let spent = ContinuousClock.now - start
        guard spent > Self.quietAtFirst else { return }
        let line = state.withLock { state in
            let names = state.waiting.joined(separator: ", ")
            let line = "auditing, \(spent.components.seconds) s: waiting for \(names)"
            defer { state.shown = line }
            return line == state.shown ? nil : String(line.prefix(78))
        }
        if let line { Terminal.say("\r\u{1B}[K\(line)") }
    }

    /// Takes the line away.
    func clear() {
        if state.withLock({ !$0.shown.isEmpty }) { Terminal.say("\r\u{1B}[K") }
    }
}
