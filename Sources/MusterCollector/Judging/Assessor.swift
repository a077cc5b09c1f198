public import MusterModel
public import MusterStore
public import ServiceLifecycle

/// Judges what nodes reported, in the background: those that have just reported first,
/// then, where the bench is another, everybody.
public actor Assessor: Service {
    /// How far a judging of everybody has come.
    public struct Progress: Hashable, Sendable {
        /// Nodes that were judged under the present bench.
        public var judged = 0
        /// Whether everybody was.
        public var isWhole = false
    }

    private let store: any ReportStore & JudgingStore
    private let frames: GaugeFrames
    private let reader: SheetReader
    private let demands: @Sendable (String) async -> [Demand]
    private let way: RightOfWay
    private let now: @Sendable () -> Int64
    private let changed: @Sendable (Set<Int64>) async -> Void
    private let trouble: @Sendable (String) -> Void
    private var bench: Bench
    private var dirty: [NodeName] = []
    private var isDirty: Set<NodeName> = []
    /// Whether what was judged is judged anew, from the beginning.
    private var isStale = true
    /// Whether names were dropped that waited: everybody is judged once more.
    private var hasDropped = false
    /// Until when it is the assessor's turn.
    private var turn = ContinuousClock.now
    private var day: CalendarDate?
    private let calls: AsyncStream<Void>
    private let call: AsyncStream<Void>.Continuation

    /// How far the judging of everybody has come.
    public private(set) var progress = Progress()

    /// Nodes that are judged in one go.
    private static let together = 128
    /// Names that wait; beyond it everybody is judged again instead.
    private static let dirtyAtMost = 200_000

    /// An assessor of a store.
    ///
    /// - Parameters:
    ///   - frames: of the store's gauges, where others look at them, too.
    ///   - demands: what the queues of a site ask.
    ///   - way: of those who go first.
    ///   - now: milliseconds since 1970.
    ///   - changed: told of sites where a verdict or finding is another.
    ///   - trouble: told in a sentence of what could not be judged.
    public init(
        _ store: any ReportStore & JudgingStore, bench: Bench, frames: GaugeFrames? = nil,
        demands: @escaping @Sendable (String) async -> [Demand] = { _ in [] },
        givingWay way: RightOfWay = RightOfWay(), now: @escaping @Sendable () -> Int64,
        changed: @escaping @Sendable (Set<Int64>) async -> Void = { _ in },
        trouble: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.store, self.bench, self.demands) = (store, bench, demands)
        self.frames = frames ?? GaugeFrames(store)
        reader = SheetReader(store)
        (self.way, self.now, self.changed, self.trouble) = (way, now, changed, trouble)
        (calls, call) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Nodes have reported.
    public func notice(_ nodes: some Sequence<NodeName>) {
        for node in nodes where isDirty.insert(node).inserted { dirty.append(node) }
        if dirty.count > Self.dirtyAtMost {
            (dirty, isDirty, hasDropped) = ([], [], true)
        }
        call.yield()
    }

    /// Everybody is judged under another bench from now on.
    public func take(_ bench: Bench) {
        self.bench = bench
        judgeEverybody()
    }

    /// Demands, waivers or the day may be others.
    public func judgeEverybody() {
        isStale = true
        call.yield()
    }

    /// Judges until it is cancelled or the group shuts down.
    public func run() async {
        call.yield()
        for await _ in calls.cancelOnGracefulShutdown() {
            while !Task.isCancelled, !Task.isShuttingDownGracefully {
                if isStale || hasDropped {
                    await everybody()
                } else if !dirty.isEmpty {
                    await judgeNext()
                } else {
                    break
                }
            }
        }
    }

    /// Judges what was noticed and everybody who has to be, and returns: for tests and for
    /// commands without a service.
    public func settle() async {
        while isStale || hasDropped || !dirty.isEmpty {
            if isStale || hasDropped { await everybody() }
            while !dirty.isEmpty { await judgeNext() }
        }
    }
}

// MARK: - Steps

extension Assessor {
    /// Stands back for those who go first. After a wait the turn is half as long as that,
    /// so that under constant load nodes are judged a third of the time.
    private func takeTurn() async {
        let start = ContinuousClock.now
        if start < turn { return }
        await way.giveWay()
        turn = .now + start.duration(to: .now) / 2
    }

    private func judgeNext() async {
        await takeTurn()
        let taken = Array(dirty.prefix(Self.together))
        dirty.removeFirst(taken.count)
        isDirty.subtract(taken)
        do throws(StoreError) {
            let states = Dictionary(grouping: try await store.states(of: taken), by: \.siteID)
            for site in try await store.sites() {
                if let states = states[site.id] { try await judge(states, at: site) }
            }
        } catch {
            trouble("\(error)")
            // The disk may be full now, and not later.
            if !error.isPassing { return }
            isStale = true
        }
    }

    private func everybody() async {
        (isStale, hasDropped) = (false, false)
        progress = Progress()
        do throws(StoreError) {
            try await store.keepOnly(profiles: Set(bench.profiles.map(\.id)), at: now())
            for site in try await store.sites() {
                var last: Int64 = 0
                while !isStale {
                    await takeTurn()
                    let page = try await store.states(
                        at: site.id, after: last, atMost: Self.together)
                    guard let end = page.last else { break }
                    try await judge(page, at: site)
                    progress.judged += page.count
                    last = end.nodeID
                    // Who reports just now does not wait for all others.
                    if !dirty.isEmpty { await judgeNext() }
                    if Task.isShuttingDownGracefully { return }
                }
            }
            progress.isWhole = !isStale && !hasDropped
        } catch { trouble("\(error)") }
    }

    private func judge(_ states: [NodeState], at site: SiteRow) async throws(StoreError) {
        let date = CalendarDate(secondsSince1970: now() / 1000)
        let verdicts = Verdicts(
            bench: bench,
            terms: bench.terms(at: site.name, demands: await demands(site.name), on: date),
            site: site.id)
        let found = try await reader.read(states, at: site)
        let (readings, claims) = (found.readings, found.claims)
        let gauges = try await frames.gauges(
            of: states, at: site.name, about: bench.moving.kinds)
        var judged = try await store.judged(
            Set(states.flatMap { verdicts.keys(of: $0.sheet) }))
        var fresh: [JudgedSheet] = []
        var new: [NodeVerdict] = []
        for (state, moving) in zip(states, gauges) {
            guard let reading = readings[state.sheet] else {
                trouble("\(site.name) \(state.node): its sheet \(state.sheet) does not read")
                continue
            }
            let keys = verdicts.keys(of: state.sheet)
            if case .failure(let absence) = moving, absence.reason == .malformed {
                trouble("\(site.name) \(state.node): \(absence)")
            }
            if keys.contains(where: { judged[$0] == nil }) {
                let sheets = verdicts.judged(reading, named: state.sheet)
                    .filter { judged[$0.key] == nil }
                for sheet in sheets { judged[sheet.key] = sheet }
                fresh += sheets
            }
            new += verdicts.verdicts(
                on: state, reading.book.adding(moving), keys.compactMap { judged[$0] },
                claims: claims[state.claims] ?? [:])
        }
        let sheets = Set(fresh.map(\.key.sheet))
        let traits = readings.values.map(\.traits).filter { sheets.contains($0.sheet) }
        try await store.keep(fresh, traits: traits)
        let sites = try await store.record(new, at: now())
        if !sites.isEmpty { await changed(sites) }
    }
}
