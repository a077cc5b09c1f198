/// The way to one collector: how often it failed in a row, and until when it is left
/// alone.
struct CourierRoad: Hashable, Sendable {
    private var failures = 0
    /// Not used before this moment.
    private(set) var closedUntil = Int64.min

    /// Whether it may be used.
    func isOpen(at now: Int64) -> Bool { closedUntil <= now }

    /// Whether its last use failed.
    var isFailing: Bool { failures > 0 }

    /// It led to a collector.
    mutating func recover() {
        failures = 0
        closedUntil = .min
    }

    /// Leaves it alone for a while that a server asked for.
    mutating func hold(for span: Int64, at now: Int64) { closedUntil = now + span }

    /// It did not: exponential backoff with full jitter, and on top of a server's own
    /// wish a part of the base by chance, lest a whole farm comes back at one instant.
    mutating func fail(
        at now: Int64, _ settings: CourierSettings, pause: Int64?,
        using random: inout some RandomNumberGenerator
    ) {
        // 2^40 × 1 ms is beyond every ceiling that makes sense.
        let doubled = settings.base.multipliedReportingOverflow(by: 1 << min(failures, 40))
        let bound =
            doubled.overflow
            ? settings.ceiling : min(settings.ceiling, doubled.partialValue)
        failures = min(failures + 1, 1_000)
        let wait = max(settings.floor, Int64.random(in: 0...bound, using: &random))
        let asked = pause.map { $0 + Int64.random(in: 0...settings.base, using: &random) }
        closedUntil = now + max(wait, asked ?? 0)
    }
}
