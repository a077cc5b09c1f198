internal import MusterModel
public import MusterStore
public import ServiceLifecycle

/// What has to be done now and then: a new day is judged anew, since waivers end and
/// advisories begin; what is older than anybody needs is taken away.
public actor Caretaker: Service {
    private let store: any CareStore & HistoryStore
    private let now: @Sendable () -> Int64
    private let dawn: @Sendable () async -> Void
    private let said: @Sendable (String) -> Void
    private var retention: CollectorConfiguration.Retention
    private var day: Int64?
    private var hour: Int64?

    private static let pace: Duration = .seconds(20)
    private static let (anHour, aDay): (Int64, Int64) = (3_600_000, 86_400_000)

    /// A caretaker of a store.
    ///
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - dawn: called when a day (UTC) begins.
    ///   - said: told in a sentence of what was done, or could not be.
    public init(
        _ store: any CareStore & HistoryStore, retention: CollectorConfiguration.Retention,
        now: @escaping @Sendable () -> Int64, dawn: @escaping @Sendable () async -> Void,
        said: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.store, self.retention, self.now) = (store, retention, now)
        (self.dawn, self.said) = (dawn, said)
    }

    /// Things are kept for other spans from now on.
    public func take(_ retention: CollectorConfiguration.Retention) { self.retention = retention }

    /// Looks at the clock until it is cancelled or the group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.look()
                try? await Task.sleep(for: Self.pace)
            }
        }
    }

    /// Does what is due.
    func look() async {
        let moment = now()
        let (today, thisHour) = (moment / Self.aDay, moment / Self.anHour)
        // The first look only learns the day: whoever starts judges everybody anyhow.
        if let day, day != today { await dawn() }
        day = today
        if hour != thisHour {
            hour = thisHour
            await forget(at: moment)
        }
    }

    private func forget(at moment: Int64) async {
        do throws(StoreError) {
            let gone = try await store.forget(
                reports: moment - retention.reports.milliseconds,
                transitions: moment - retention.history.milliseconds,
                contents: moment - retention.contents.milliseconds)
            let hours = try await store.thin(
                before: (moment - retention.hours.milliseconds) / Self.anHour,
                forgetting: (moment - retention.history.milliseconds) / Self.anHour)
            guard gone.reports + gone.transitions + gone.contents + hours > 0 else { return }
            said(
                "taken away with age: \(gone.reports) rows of reports, "
                    + "\(gone.transitions) of history, \(hours) of standings, "
                    + "\(gone.contents) contents")
        } catch {
            // What is broken off because the service ends is no trouble.
            if !Task.isCancelled { said("\(error)") }
        }
    }
}
