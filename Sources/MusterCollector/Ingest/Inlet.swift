public import MusterModel
public import MusterStore
public import ServiceLifecycle

/// Where reports of all connections come together to be kept by one commit.
///
/// While one commit is underway the next ones gather; so the disk's pace, and no clock,
/// decides how many go together.
public actor Inlet: Service {
    /// Why reports were not kept; the sender keeps them.
    public struct Refusal: Error, Hashable, Sendable {
        /// What to tell the sender.
        public let reason: String
        /// How long it had better wait, seconds.
        public let pause: Int64
    }

    /// Reports that wait for a commit; more are turned away.
    public static let waitingAtMost = 4096
    /// Their bytes.
    public static let bytesAtMost = 128 << 20
    /// So many go into one commit.
    public static let togetherAtMost = 512

    private struct Waiting {
        let arrivals: [Arrival]
        let bytes: Int
        let answer: CheckedContinuation<Result<[Receipt], StoreError>, Never>
    }

    private let store: any ReportStore
    private let kept: @Sendable ([Arrival]) async -> Void
    private var waiting: [Waiting] = []
    private var count = 0
    private var bytes = 0
    private let calls: AsyncStream<Void>
    private let call: AsyncStream<Void>.Continuation

    /// An inlet before a store.
    ///
    /// - Parameter kept: told of what was newly kept, after it is durable.
    public init(
        to store: any ReportStore, kept: @escaping @Sendable ([Arrival]) async -> Void = { _ in }
    ) {
        (self.store, self.kept) = (store, kept)
        (calls, call) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Keeps reports, together with those of others.
    ///
    /// - Returns: what became of each, after a durable commit.
    /// - Throws: ``Refusal`` where nothing was kept.
    public func keep(_ arrivals: [Arrival]) async throws(Refusal) -> [Receipt] {
        let size = arrivals.reduce(0) { $0 + $1.bytes }
        guard count + arrivals.count <= Self.waitingAtMost, bytes + size <= Self.bytesAtMost else {
            throw Refusal(reason: "too many reports wait for the disk", pause: 5)
        }
        count += arrivals.count
        bytes += size
        let result = await withCheckedContinuation { answer in
            waiting.append(Waiting(arrivals: arrivals, bytes: size, answer: answer))
            call.yield()
        }
        switch result {
        case .success(let receipts): return receipts
        case .failure(let error):
            throw Refusal(
                reason: error.isPassing ? "the store takes nothing now" : "the store failed",
                pause: error.isPassing ? 30 : 300)
        }
    }

    /// Commits what waits until it is cancelled or the group shuts down; what waits then is
    /// kept before it returns.
    public func run() async {
        for await _ in calls.cancelOnGracefulShutdown() {
            while !waiting.isEmpty { await commit() }
        }
        while !waiting.isEmpty { await commit() }
    }

    private func commit() async {
        var taken: [Waiting] = []
        var size = 0
        while let next = waiting.first, taken.isEmpty || size < Self.togetherAtMost {
            taken.append(next)
            size += next.arrivals.count
            waiting.removeFirst()
        }
        let arrivals = taken.flatMap(\.arrivals)
        let result: Result<[Receipt], StoreError>
        do { result = .success(try await store.keep(arrivals)) } catch {
            result = .failure(error)
        }
        count -= size
        bytes -= taken.reduce(0) { $0 + $1.bytes }
        var first = 0
        for waiting in taken {
            let range = first..<first + waiting.arrivals.count
            waiting.answer.resume(returning: result.map { Array($0[range]) })
            first = range.upperBound
        }
        if case .success(let receipts) = result {
            await kept(zip(arrivals, receipts).filter { $0.1 == .stored }.map(\.0))
        }
    }
}

extension Arrival {
    /// About what it takes in memory.
    fileprivate var bytes: Int {
        gauges.bytes.count + about.count + claims.bytes.count + (sheet?.bytes.count ?? 0)
            + sections.values.reduce(0) { $0 + $1.count } + 1024
    }
}
