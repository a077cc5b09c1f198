internal import AsyncHTTPClient
internal import MusterModel
public import MusterStore
internal import NIOCore
internal import NIOHTTP1
public import ServiceLifecycle

/// Tells webhooks of changes of standings, each in the order of the changes, until each is
/// taken. How far it is, the store knows: what changed while nobody listened is told later.
public actor Messenger: Service {
    /// What is needed of a store.
    public typealias Store = ChangeStore & StandingStore

    /// How it goes with one webhook.
    public struct State: Hashable, Sendable {
        /// Messages that were taken, attempts that failed, messages that nobody took in time.
        public var taken: Int64 = 0, failed: Int64 = 0, dropped: Int64 = 0
        /// When one was taken last, milliseconds since 1970.
        public var takenLast: Int64?
        /// Failures in a row.
        var failures = 0
        /// Not before this moment, milliseconds since 1970.
        var next: Int64 = 0
    }

    private let store: any Store
    private let now: @Sendable () -> Int64
    private let said: @Sendable (String) -> Void
    private var hooks: [Webhook]
    private var states: [String: State] = [:]
    private var atWork: Set<String> = []

    private static let pace: Duration = .seconds(5)
    private static let changesAtOnce = 100
    private static let patience = TimeAmount.seconds(20)
    /// Waits between attempts, milliseconds.
    private static let (firstWait, longestWait): (Int64, Int64) = (10_000, 3_600_000)
    /// What is older than this is no news, milliseconds.
    private static let staleAfter: Int64 = 3 * 86_400_000

    /// A messenger over a store.
    ///
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - said: told in a sentence what went wrong.
    public init(
        _ store: any Store, _ hooks: [Webhook],
        now: @escaping @Sendable () -> Int64, said: @escaping @Sendable (String) -> Void
    ) {
        (self.store, self.hooks) = (store, hooks)
        (self.now, self.said) = (now, said)
    }

    /// Others are told from now on.
    public func take(_ hooks: [Webhook]) {
        self.hooks = hooks
        for url in states.keys { states[url]?.next = 0 }
    }

    /// How it goes, by the webhooks' names.
    public var course: [(name: String, state: State)] {
        hooks.map { (name: $0.label, state: states[$0.url] ?? State()) }
    }

    /// Tells until it is cancelled or the group shuts down: each webhook by itself, so that a
    /// slow one holds up nobody else.
    public func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    for hook in await self.due {
                        group.addTask { await self.tell(hook) }
                    }
                    try? await Task.sleep(for: Self.pace)
                }
            }
        }
    }

    /// Tells every webhook what is due, and returns.
    public func tell() async {
        await withDiscardingTaskGroup { group in
            for hook in due { group.addTask { await self.tell(hook) } }
        }
    }

    private var due: [Webhook] {
        hooks.filter { !atWork.contains($0.url) && (states[$0.url]?.next ?? 0) <= now() }
    }

    private func tell(_ hook: Webhook) async {
        guard atWork.insert(hook.url).inserted else { return }
        defer { atWork.remove(hook.url) }
        do {
            let reader = hook.reader
            guard let mark = try await store.mark(of: reader) else {
                // A new one is told of what changes from now on.
                return try await store.keep(mark: store.newestChange(), of: reader)
            }
            let changes = try await store.standingChanges(
                after: mark, atMost: Self.changesAtOnce)
            guard !changes.isEmpty else { return }
            let secret = try WebhookSecret(file: hook.secret)
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton,
                configuration: .init(
                    redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10))))
            let outcome = await result(of: changes, to: hook, signedBy: secret, through: client)
            try? await client.shutdown()
            try outcome.get()
        } catch let error as CancellationError {
            _ = error
        } catch {
            fail(hook, "\(error)", pause: nil)
        }
    }

    /// Tells changes until one is not taken. What is dealt with is kept at once, so that an
    /// end in between repeats one message at most.
    private func result(
        of changes: [StandingChange], to hook: Webhook, signedBy secret: WebhookSecret,
        through client: HTTPClient
    ) async -> Result<Void, StoreError> {
        do throws(StoreError) {
            for change in changes {
                guard await isSettled(change, to: hook, signedBy: secret, through: client) else {
                    return .success(())
                }
                try await store.keep(mark: change.number, of: hook.reader)
            }
            return .success(())
        } catch { return .failure(error) }
    }

    /// Whether nothing is left to be done of a change.
    private func isSettled(
        _ change: StandingChange, to hook: Webhook, signedBy secret: WebhookSecret,
        through client: HTTPClient
    ) async -> Bool {
        guard hook.tells(of: change) else { return true }
        if now() - change.at > Self.staleAfter {
            states[hook.url, default: State()].dropped += 1
            said("\(hook.name): \(change.site) under \(change.profile) is no news any more")
            return true
        }
        let row = try? await store.standings(of: change.site)
            .first { $0.profile == change.profile }
        let message = WebhookMessage(change, row)
        switch await send(message, to: hook, signedBy: secret, through: client) {
        case .taken:
            states[hook.url, default: State()].succeed(at: now())
            return true
        case .refused(let why, let pause):
            fail(hook, why, pause: pause)
            return false
        }
    }

    private enum Outcome {
        case taken
        /// Why, and the seconds to wait that were asked for.
        case refused(String, Int64?)
    }

    private func send(
        _ message: WebhookMessage, to hook: Webhook, signedBy secret: WebhookSecret,
        through client: HTTPClient
    ) async -> Outcome {
        var request = HTTPClientRequest(url: hook.url)
        request.method = .POST
        for (name, value) in message.headers(at: now() / 1000, signedBy: secret) {
            request.headers.add(name: name, value: value)
        }
        request.body = .bytes(message.body)
        do {
            let response = try await client.execute(request, timeout: Self.patience)
            let status = Int(response.status.code)
            let pause = response.headers.first(name: "Retry-After").flatMap { Int64($0) }
            // What it says behind the status is nobody's concern: the connection ends here.
            return (200..<300).contains(status) ? .taken : .refused("status \(status)", pause)
        } catch {
            return .refused("\(error)".printable, nil)
        }
    }

    private func fail(_ hook: Webhook, _ why: String, pause: Int64?) {
        if Task.isCancelled { return }
        var state = states[hook.url] ?? State()
        state.failed += 1
        state.failures += 1
        let wait = min(Self.longestWait, Self.firstWait << Int64(min(state.failures - 1, 9)))
        // By chance, so that many collectors do not come back at once.
        let chosen = Int64.random(in: wait / 2...wait)
        let asked = min(max(0, pause ?? 0), Self.longestWait / 1000) * 1000
        state.next = now() + max(chosen, asked)
        states[hook.url] = state
        // A long outage is told once, and then now and then.
        if state.failures == 1 || state.failures % 10 == 0 {
            said("\(hook.name): \(why), \(state.failures) in a row; tried again later")
        }
    }
}

extension Messenger.State {
    fileprivate mutating func succeed(at moment: Int64) {
        taken += 1
        (takenLast, failures, next) = (moment, 0, 0)
    }
}
