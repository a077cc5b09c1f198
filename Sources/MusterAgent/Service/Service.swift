internal import CLinux
internal import Glibc
internal import MusterModel
internal import MusterProbes

/// The service of a node: looks when it is time, lets a child judge, tells the journal
/// what changed and keeps reports for a collector. One thread that never waits but in
/// poll(2).
public final class Service {
    /// Why it ended.
    public enum End: Hashable, Sendable {
        /// SIGTERM or SIGINT.
        case asked
        /// SIGHUP: it is to be set up again.
        case reload
        /// Something that it cannot do without is missing.
        case failed(String)
    }

    private let plan: ServicePlan
    private var notices = ServiceNotices()
    private var schedule: Schedule
    private var watches: Watches
    private var looks: [Look.Lane: Talk] = [:]
    private var running: [Look.Lane: Schedule.Order] = [:]
    private var desk: Desk
    private var children: Set<pid_t> = []

    /// An observer's own deadline is shorter; this is for one that is stuck.
    private static let patience: Duration = .seconds(90)
    private static let patienceWithSmoke: Duration = .seconds(900)

    /// A service that has done nothing yet; its spool is recovered here.
    public init(_ plan: ServicePlan) {
        self.plan = plan
        let now = AgentMoment.now
        schedule = Schedule(
            plan.periods, node: plan.phase, now: now, asksRoot: plan.observers != .children)
        watches = Watches(at: now)
        desk = Desk(plan, at: now)
    }

    /// Works until it is asked to stop.
    public func run() -> End {
        let signals = muster_take_signals()
        guard signals >= 0 else { return .failed("no signalfd: \(ErrorText.of(-signals))") }
        defer {
            close(signals)
            stop()
        }
        notices.ready()
        while true {
            let now = AgentMoment.now
            step(at: now)
            notices.status(desk.status(schedule.wake(at: now) - now))
            if isHealthy(at: now) { notices.feed(at: now) }
            if let signal = wait(signals, at: now) {
                if signal == SIGHUP {
                    notices.reloading()
                    return .reload
                }
                notices.stopping()
                return .asked
            }
        }
    }

    private func step(at now: AgentMoment) {
        while let order = schedule.next(at: now) { begin(order, at: now) }
        for (lane, talk) in looks {
            guard let end = talk.goOn(at: now), let order = running[lane] else { continue }
            looks[lane] = nil
            running[lane] = nil
            finish(order, end, at: now)
        }
        desk.goOn(at: now)
        reap()
    }

    private func begin(_ order: Schedule.Order, at now: AgentMoment) {
        let lane = order.look.lane
        let patience = lane == .smoke ? Self.patienceWithSmoke : Self.patience
        let bounds = Talk.Bounds(deadline: now + patience)
        do throws(SpoolFault) {
            let talk: Talk
            switch plan.observers {
            case .units(let folder):
                let line = Array("\(order.look.rawValue)\n".utf8)
                talk = try Talk(with: "\(folder)/\(order.look.socketName)", saying: line, bounds)
            case .children:
                let line = Array("\(order.look.rawValue)\n".utf8)
                let words = ["muster", "look", "--peer", "\(geteuid())"] + plan.words
                talk = try Talk(withChild: words, saying: line, bounds)
            }
            if let child = talk.child { children.insert(child) }
            looks[lane] = talk
            running[lane] = order
        } catch {
            // A site that masks root's socket has decided that root is not asked.
            if order.look == .rights, error.code == ENOENT { return forgetRights(at: now) }
            finish(order, .failed("\(error)"), at: now)
        }
    }

    private func forgetRights(at now: AgentMoment) {
        schedule.end(.rights, failed: true, at: now)
        desk.forgetRights()
    }

    private func finish(_ order: Schedule.Order, _ end: Talk.End, at now: AgentMoment) {
        let look = order.look
        switch end {
        case .heard(let bytes) where Self.isAnswer(bytes):
            schedule.end(look, at: now)
            desk.take(bytes, of: look)
        case .heard(let bytes):
            let words = String(decoding: bytes.prefix(200), as: UTF8.self).printable
            schedule.end(look, failed: true, at: now)
            desk.note("look \(look.rawValue): no sighting: \(words.isEmpty ? "nothing" : words)")
        case .failed(let why):
            schedule.end(look, failed: true, at: now)
            desk.note("look \(look.rawValue): \(why)")
        }
        watches.renew()
    }

    /// The child that judges reads all of it; here it is enough that it is whole.
    private static func isAnswer(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "look ".utf8) }

    /// Whether scheduler, desk and spool go on: a talk far behind its deadline means that
    /// this loop does not what it should.
    private func isHealthy(at now: AgentMoment) -> Bool {
        let late = looks.values.map(\.deadline) + desk.deadlines
        return late.allSatisfy { now < $0 + .seconds(60) }
    }

    /// Waits for whatever comes first. The number of a signal that ends it.
    private func wait(_ signals: Int32, at now: AgentMoment) -> Int32? {
        let talks = Array(looks.values) + desk.talks
        var watched = [pollfd(fd: signals, events: Int16(POLLIN), revents: 0)]
        let own = watched.count
        watched += watches.watched
        let known = watched.count
        watched += talks.map(\.watched)
        var times = [schedule.wake(at: now), watches.wake] + talks.map(\.deadline)
        times += [notices.wake(at: now), desk.wake].compactMap(\.self)
        let next = times.min() ?? now + .seconds(60)
        let span = max(0, min(60_000, (next - AgentMoment.now).milliseconds + 1))
        poll(&watched, nfds_t(watched.count), Int32(span))
        let later = AgentMoment.now
        for change in watches.changes(watched[own..<known], at: later) {
            schedule.notice(change, at: later)
        }
        guard watched[0].revents != 0 else { return nil }
        let signal = muster_next_signal(signals)
        return signal == 0 ? nil : signal
    }

    private func reap() {
        children.formUnion(desk.takeChildren())
        for child in children where waitpid(child, nil, WNOHANG) != 0 { children.remove(child) }
    }

    /// Ends what runs, and waits for nobody.
    private func stop() {
        for talk in Array(looks.values) + desk.talks { talk.end() }
        muster_give_signals_back()
    }
}

extension Look {
    /// The socket of the unit that answers it.
    fileprivate var socketName: String {
        switch self {
        case .smoke: "observer-pilot.sock"
        case .rights: "observer-root.sock"
        case .full, .files, .mounts, .brief: "observer.sock"
        }
    }
}
