internal import Synchronization

/// Who takes reports goes first: nodes wait for their answer, while what they said is judged
/// as soon as there is room. What stands back gets its turn all the same, only seldomer.
public final class RightOfWay: Sendable {
    private struct Traffic {
        var underway = 0
        /// When the last one has gone.
        var left: ContinuousClock.Instant?
    }

    private let traffic = Mutex(Traffic())
    private let look: Duration
    private let looksAtMost: Int
    private let lull: Duration

    /// - Parameters:
    ///   - look: how often is looked whether the way is free.
    ///   - looksAtMost: after so many it is taken.
    ///   - lull: how long nobody may have come; senders that were answered by one commit
    ///     send their next reports together.
    public init(
        look: Duration = .milliseconds(20), looksAtMost: Int = 25,
        lull: Duration = .milliseconds(50)
    ) {
        (self.look, self.looksAtMost, self.lull) = (look, looksAtMost, lull)
    }

    /// Whether anybody goes first just now, or did a moment ago.
    var isTaken: Bool {
        traffic.withLock { traffic in
            traffic.underway > 0 || traffic.left.map { $0.duration(to: .now) < lull } ?? false
        }
    }

    /// Somebody goes first from now on.
    func enter() { traffic.withLock { $0.underway += 1 } }

    /// One of these has gone.
    func leave() {
        traffic.withLock { traffic in
            traffic.underway -= 1
            traffic.left = .now
        }
    }

    /// Returns as soon as nobody goes first, after a while all the same, and at once where
    /// the task is cancelled.
    func giveWay() async {
        for _ in 0..<looksAtMost {
            guard isTaken else { return }
            do { try await Task.sleep(for: look) } catch { return }
        }
    }
}
