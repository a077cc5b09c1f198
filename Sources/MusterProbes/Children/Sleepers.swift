/// A task that goes on later.
struct Sleeper: Sendable {
    /// When.
    let at: Moment
    let waiting: CheckedContinuation<Void, Never>
}

/// The tasks that pause. Lives on the attendant's thread alone.
struct Sleepers {
    private var waiting: [Sleeper] = []

    /// When the next one goes on.
    var next: Moment? { waiting.map(\.at).min() }

    /// Lets one sleep.
    mutating func take(_ sleeper: Sleeper) { waiting.append(sleeper) }

    /// Wakes those whose time has come.
    mutating func wakeDue() { wake(at: .now) }

    /// Wakes everybody: nobody would later.
    mutating func wakeAll() { wake(at: Moment(milliseconds: .max)) }

    private mutating func wake(at moment: Moment) {
        let due = waiting.filter { $0.at <= moment }
        waiting.removeAll { $0.at <= moment }
        for sleeper in due { sleeper.waiting.resume() }
    }
}
