internal import MusterModel

/// One period's documents on their way: decides, and sends nothing itself.
struct MonitDelivery: Sendable {
    /// What came of a request.
    enum Answer: Hashable, Sendable {
        /// It was taken.
        case taken
        /// Not now (429, 5xx): after a pause of at least so long, where the server says one.
        case busy(pause: Duration?)
        /// No answer: no connection, a broken one, or none in time.
        case lost
        /// Never: what is sent again would be refused again.
        case refused
    }

    /// What to do next.
    enum Step: Hashable, Sendable {
        /// Send this part.
        case send([JSONValue])
        /// Wait, and ask again.
        case wait(Duration)
        /// All of it was taken.
        case done
        /// It ends here; the next period tells anew how everything stands.
        case giveUp(Answer)
    }

    /// So often is one part tried.
    static let triesAtMost = 6
    /// The first pause and the longest, which a server's own may not pass either.
    static let pauses: ClosedRange<Duration> = .seconds(5)...(.seconds(300))

    private var parts: ArraySlice<[JSONValue]>
    private var failures = 0
    private var pause: Duration?
    private var end: Answer?
    /// Documents that were taken.
    private(set) var taken = 0

    /// A delivery of parts, in their order.
    init(_ parts: [[JSONValue]]) { self.parts = parts[...] }

    /// The next step.
    mutating func next() -> Step {
        if let end { return .giveUp(end) }
        if let pause {
            self.pause = nil
            return .wait(pause)
        }
        return parts.first.map(Step.send) ?? .done
    }

    /// What came of the part that was sent.
    ///
    /// - Parameter luck: from 0 to 1: pauses of many collectors do not fall together.
    mutating func answered(_ answer: Answer, luck: Double) {
        switch answer {
        case .taken:
            taken += parts.first?.count ?? 0
            parts = parts.dropFirst()
            failures = 0
        case .refused: end = .refused
        case .busy, .lost:
            failures += 1
            guard failures < Self.triesAtMost else {
                end = answer
                return
            }
            var wished = Duration.zero
            if case .busy(let pause?) = answer { wished = pause }
            let growing = Self.pauses.lowerBound * (1 << min(failures - 1, 6))
            let longest = min(growing, Self.pauses.upperBound)
            // Half of it is for sure, half of it is luck.
            let drawn = longest / 2 + longest / 2 * min(max(luck, 0), 1)
            pause = min(max(drawn, wished), Self.pauses.upperBound)
        }
    }
}
