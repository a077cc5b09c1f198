internal import CLinux
internal import Glibc
internal import Synchronization

/// Starts, asks and ends the observers of one audit, and runs the audit's own tasks,
/// all on one thread.
///
/// `attend()` occupies the thread that calls it, which has to live as long as the
/// audit: a child's parent-death signal fires when the *thread* that started it
/// ends, so a pool's thread would not do. As an executor it needs no pool at all:
/// an account that may start no further thread (`ulimit -u`) still gets an audit.
public final class Attendant: TaskExecutor, Sendable {
    /// Why ``attend(tick:)`` returned.
    public enum End: Hashable, Sendable {
        /// ``stop()`` was called.
        case done
        /// SIGINT, SIGTERM or SIGHUP came.
        case interrupted(Int32)
    }

    private let inbox = Mutex<[AttendantOrder]>([])
    private let bell: Descriptor
    private let signals: Descriptor
    private let program: String
    private let areSignalsOurs: Bool

    /// An attendant that takes SIGINT, SIGTERM and SIGHUP from now on; nil where the
    /// kernel gives no descriptor for that.
    ///
    /// - Parameter program: the one that has `observe`; this program itself where
    ///   nothing is given.
    public init?(program: String? = nil) {
        areSignalsOurs = muster_signals_are_taken() == 0
        let bell = muster_eventfd()
        let signals = muster_take_signals()
        guard bell >= 0, signals >= 0 else { return nil }
        self.bell = Descriptor(owning: bell)
        self.signals = Descriptor(owning: signals)
        self.program = program ?? ChildOrder.ourselves
    }

    /// Asks an observer and waits for its answer: as long as the request's patience
    /// from the moment at which the observer is free for it, and not after `end`.
    func ask(_ request: Observer.Request, at post: Post, until end: Moment) async -> Reply {
        await withCheckedContinuation { waiting in
            deliver(.ask(Ask(request: request, post: post, end: end, waiting: waiting)))
        }
    }

    /// Lets other tasks go on for some milliseconds. `Task.sleep` would start a
    /// thread for its timer.
    func pause(_ milliseconds: Int64) async {
        await withCheckedContinuation { waiting in
            deliver(.wake(Sleeper(at: .now + milliseconds, waiting: waiting)))
        }
    }

    /// Takes a job of a task that prefers this executor.
    public func enqueue(_ job: consuming ExecutorJob) { deliver(.job(UnownedJob(job))) }

    /// Runs `work` and attends to its observers until it is done.
    ///
    /// - Parameter tick: called about ten times a second, for progress.
    /// - Returns: what `work` came to; nil where a signal came first.
    public func run<R: Sendable>(
        tick: () -> Void = {}, _ work: @escaping @Sendable () async -> R
    ) -> (end: End, result: R?) {
        let result = Mutex<R?>(nil)
        Task(executorPreference: self) {
            let seen = await work()
            result.withLock { $0 = seen }
            self.stop()
        }
        let end = attend(tick: tick)
        return (end, result.withLock { $0 })
    }

    /// Lets ``attend(tick:)`` return.
    public func stop() { deliver(.stop) }

    /// Lets SIGINT, SIGTERM and SIGHUP do again what they did before this attendant;
    /// one that came meanwhile does it now.
    func giveSignalsBack() { if areSignalsOurs { muster_give_signals_back() } }

    /// Works until ``stop()`` or a signal; then ends what was started.
    ///
    /// - Parameter tick: called about ten times a second, for progress.
    public func attend(tick: () -> Void = {}) -> End {
        var crew = Crew(program: program)
        var sleepers = Sleepers()
        defer {
            crew.dismiss()
            sleepers.wakeAll()
        }
        while true {
            for order in inbox.withLock({ orders in
                defer { orders = [] }
                return orders
            }) {
                switch order {
                case .ask(let ask): crew.take(ask)
                case .wake(let sleeper): sleepers.take(sleeper)
                case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
                case .stop: return .done
                }
            }
            crew.endLate()
            sleepers.wakeDue()
            let deadline = [crew.nextDeadline, sleepers.next].compactMap(\.self).min()
            if let signal = wait(for: &crew, until: deadline) { return .interrupted(signal) }
            tick()
        }
    }

    private func deliver(_ order: AttendantOrder) {
        inbox.withLock { $0.append(order) }
        var one: UInt64 = 1
        _ = write(bell.number, &one, 8)
    }

    /// One poll(2) over the bell, signals and all observers.
    private func wait(for crew: inout Crew, until deadline: Moment?) -> Int32? {
        var watched = [
            pollfd(fd: bell.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.number, events: Int16(POLLIN), revents: 0),
        ]
        watched += crew.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let timeout = min(100, deadline?.pollTimeout ?? 100)
        guard poll(&watched, nfds_t(watched.count), timeout) > 0 else { return nil }
        if watched[0].revents != 0 {
            var count: UInt64 = 0
            _ = read(bell.number, &count, 8)
        }
        if watched[1].revents != 0 {
            let signal = muster_next_signal(signals.number)
            if signal != 0 { return signal }
        }
        for entry in watched.dropFirst(2) where entry.revents != 0 { crew.hear(entry.fd) }
        return nil
    }
}

/// What probes post to the attendant's thread.
enum AttendantOrder: Sendable {
    case ask(Ask)
    case wake(Sleeper)
    case job(UnownedJob)
    case stop
}

/// One question on its way to an observer.
struct Ask: Sendable {
    /// What an observer needs to answer that it gave up, milliseconds.
    static let margin: Int64 = 200

    let request: Observer.Request
    let post: Post
    let end: Moment
    let waiting: CheckedContinuation<Reply, Never>
}

/// Which observer is asked.
enum Post: Hashable, Sendable {
    /// Any of a few that run programs and attempts.
    case worker
    /// The only one for a mount that may block: its device, and the name below it
    /// where an autofs mounts a name of its own.
    case mount(device: String, name: String)
    /// The only one for an external probe, by its id.
    case plugin(String)

    /// Whether it touches a mount that may block.
    var isMount: Bool { if case .mount = self { true } else { false } }
}

/// What came of asking.
enum Reply: Sendable {
    /// The observer's line.
    case line([UInt8])
    /// No answer in time; the pid where the observer did not even end when killed.
    case silent(stuck: pid_t?)
    /// The audit's end came before an observer was free.
    case late
    /// No observer could be started: the kernel's reason.
    case unstarted(String)
    /// The observer ended.
    case failed(String)
}
