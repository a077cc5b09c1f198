internal import CLinux
internal import Glibc
internal import MusterModel

/// Runs the program of an external probe: bounded in everything, ended with all
/// that it started. Blocks; used in an observer of its own.
struct PluginRun {
    /// What to run.
    let order: PluginOrder
    /// As whom; nil stays who we are.
    let account: Account?
    /// How long it may take, milliseconds: what its card gives it, or what the audit has
    /// left.
    let time: Int64
    /// When it has taken too long.
    let deadline: Moment
    /// The pipe from the audit; its end means that nobody waits any more.
    let lifeline: Int32
    /// The mounts that programs are not taken from.
    let stops: @Sendable (String) -> Mount?
    private let descendants = Descendants()

    /// What it has written so far; over the bound means over.
    private struct Heard {
        var bytes: [UInt8] = []
        var isOpen = true

        var isTooMuch: Bool { bytes.count > PluginLimits.outputAtMost }

        /// Reads once.
        mutating func take(from descriptor: Int32) {
            var buffer = [UInt8](repeating: 0, count: 16_384)
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { bytes += buffer[..<count] } else { isOpen = count < 0 && errno == EINTR }
        }
    }

    /// Runs it.
    /// - Throws: why it may not be run, did not start, or over which bound it was.
    func end() throws(Absence) -> ProgramEnd {
        let program = try PluginProgram.open(order, stops: stops)
        var out: [Int32] = [-1, -1]
        var err: [Int32] = [-1, -1]
        guard muster_pipe(&out) == 0 else { throw Absence(errno: errno, "pipe") }
        guard muster_pipe(&err) == 0 else {
            for end in out { close(end) }
            throw Absence(errno: errno, "pipe")
        }
        let pid = start(program, out[1], err[1])
        close(out[1])
        close(err[1])
        defer {
            close(out[0])
            close(err[0])
        }
        guard pid > 0 else { throw Absence(errno: -pid, order.words.first ?? "") }
        do throws(Absence) {
            let end = try collect(pid, out[0], err[0])
            try sweep(pid)
            return end
        } catch {
            try sweep(pid)
            throw error
        }
    }

    private func start(_ program: borrowing PluginProgram, _ out: Int32, _ err: Int32) -> pid_t {
        var child = ChildOrder(path: order.words.first ?? "", words: program.words)
        child.program = program.descriptor.number
        (child.output, child.errors) = (out, err)
        child.account = account
        child.whenParentEnds = SIGKILL
        child.secondsOfProcessor = UInt64(max(1, time / 1000 + 1))
        child.environment = [
            // Without /usr/local, which more than root may write on some systems.
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "HOME=/nonexistent",
            "MUSTER_PROBE=\(order.probe)", "MUSTER_DEADLINE_MS=\(time)",
        ]
        let ownAccount = account != nil || geteuid() == 0
        child.confinement = ChildOrder.Confinement(
            addressSpace: UInt64(max(1, order.memory)), fileSize: PluginLimits.fileSize,
            openFiles: PluginLimits.openFiles,
            processes: ownAccount
                ? PluginLimits.tasksOfAccount
                : Descendants.tasks(of: geteuid()) + PluginLimits.tasksBesideUsers)
        return child.start()
    }

    /// Waits for the exit, never for the pipes' end: a daemon may hold them.
    private func collect(_ pid: pid_t, _ out: Int32, _ err: Int32) throws(Absence) -> ProgramEnd {
        let exit = muster_pidfd_open(pid)
        defer { if exit >= 0 { close(exit) } }
        var (output, errors) = (Heard(), Heard())
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            if Moment.now >= deadline {
                throw ended(pid, .timedOut, late)
            }
            if descendants.seen(countingAtMost: PluginLimits.tasksAtMost).tasks
                > PluginLimits.tasksAtMost
            {
                let most = PluginLimits.tasksAtMost
                throw ended(pid, .malformed, "more than \(most) processes and threads at once")
            }
            let events = Int16(POLLIN)
            var watched = [
                pollfd(fd: output.isOpen ? out : -1, events: events, revents: 0),
                pollfd(fd: errors.isOpen ? err : -1, events: events, revents: 0),
                pollfd(fd: lifeline, events: 0, revents: 0),
                pollfd(fd: exit, events: events, revents: 0),
            ]
            let most = exit >= 0 ? PluginLimits.tick : 5
            poll(&watched, nfds_t(watched.count), min(Int32(most), deadline.pollTimeout))
            if watched[2].revents & Int16(POLLHUP | POLLERR) != 0 {
                throw ended(pid, .timedOut, "nobody waited any more")
            }
            if watched[0].revents != 0 { output.take(from: out) }
            if watched[1].revents != 0 { errors.take(from: err) }
            try judge(output, errors, pid)
        }
        drain(out, &output)
        drain(err, &errors)
        try judge(output, errors, nil)
        return ProgramEnd(
            exit: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F),
            output: String(decoding: output.bytes, as: UTF8.self),
            errors: String(decoding: errors.bytes, as: UTF8.self))
    }

    private func judge(_ output: Heard, _ errors: Heard, _ pid: pid_t?) throws(Absence) {
        let bound = "more than \(PluginLimits.outputAtMost >> 10) KiB"
        if output.isTooMuch { throw ended(pid, .malformed, "\(bound) of output") }
        if errors.isTooMuch { throw ended(pid, .malformed, "\(bound) on standard error") }
    }

    /// What is left in the pipe after the exit, without waiting.
    private func drain(_ descriptor: Int32, _ heard: inout Heard) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while heard.isOpen, !heard.isTooMuch, poll(&entry, 1, 0) > 0,
            entry.revents & Int16(POLLIN) != 0
        { heard.take(from: descriptor) }
    }

    /// Which deadline it was; without the time that an audit has left, which moves.
    private var late: String {
        time < order.deadline
            ? "did not end before the audit's deadline"
            : "did not end within \(Duration.milliseconds(order.deadline).inWords)"
    }

    /// Asks it to end where its time was over, for a moment; the sweep does the rest.
    private func ended(_ pid: pid_t?, _ reason: Absence.Reason, _ why: String) -> Absence {
        if let pid, reason == .timedOut {
            // The first process of a namespace takes no signal but SIGKILL.
            for process in descendants.seen().pids { kill(process, SIGTERM) }
            let end = Moment.now + PluginLimits.grace
            while Moment.now < end, !Self.hasEnded(pid) { poll(nil, 0, 5) }
        }
        return Absence(reason, "\(order.words.first ?? ""): \(why)")
    }

    /// Whether a child has ended, without reaping it: its number stays ours.
    private static func hasEnded(_ pid: pid_t) -> Bool {
        var found = siginfo_t()
        return waitid(P_PID, id_t(pid), &found, WEXITED | WNOHANG | WNOWAIT) == 0
            && found.si_signo != 0
    }

    /// Ends everything that is left: the first process, with its namespace where it
    /// has one, its group, then whoever left that, until none is there.
    private func sweep(_ pid: pid_t) throws(Absence) {
        let end = Moment.now + PluginLimits.cleanup * 7 / 10
        repeat {
            // Children alone: their numbers stay theirs until they are reaped here.
            for process in descendants.children() {
                let group = getpgid(process)
                if group > 0, group != getpgrp() { kill(-group, SIGKILL) }
                kill(process, SIGKILL)
            }
            var ended: pid_t = 0
            repeat { ended = waitpid(-1, nil, WNOHANG) } while ended > 0
            if ended < 0, errno == ECHILD { return }
            poll(nil, 0, 1)
        } while Moment.now < end
        throw Absence(.timedOut, "\(order.words.first ?? ""): left processes that do not end")
    }
}
