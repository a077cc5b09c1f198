internal import CLinux
internal import Glibc
internal import MusterModel

/// Runs one program to its end: bounded in time and output, in a process group of
/// its own, its orphans ended with it. Blocks; used in observers alone.
struct ProgramRun {
    /// More output than this is cut; the program is not stopped for it.
    static let outputAtMost = 64 << 10

    /// What to start.
    let order: ChildOrder
    /// When it has taken too long.
    let deadline: Moment
    /// The pipe from the audit; its end means that nobody waits any more.
    let lifeline: Int32
    /// Whether to let the program finish although nobody waits: it cleans up.
    let finishes: Bool
    /// Whether this observer is killed with its parent. Not while a program runs:
    /// its children would be left behind, and the lifeline tells the same.
    var isBoundToParent = false
    /// How much of each output is kept, bytes.
    var keeps = outputAtMost

    /// How many processes and threads a program's user may have in all: those there are,
    /// and as many again as a runtime in Go needs a dozen times over.
    static func processes(of account: Account?) -> UInt64 {
        Descendants.tasks(of: account?.user ?? geteuid()) + 512
    }

    /// Runs it.
    /// - Throws: why it did not start, or that it was too slow.
    func end() throws(Absence) -> ProgramEnd {
        var out: [Int32] = [-1, -1]
        var err: [Int32] = [-1, -1]
        guard muster_pipe(&out) == 0, muster_pipe(&err) == 0 else {
            throw Absence(errno: errno, order.path)
        }
        var order = order
        (order.output, order.errors) = (out[1], err[1])
        order.whenParentEnds = finishes ? 0 : SIGKILL
        let pid = order.start()
        close(out[1])
        close(err[1])
        defer {
            close(out[0])
            close(err[0])
        }
        guard pid > 0 else { throw Absence(errno: -pid, order.path) }
        defer { _ = Orphans.end() }
        if isBoundToParent { muster_die_with_parent(0) }
        defer { if isBoundToParent { muster_die_with_parent(SIGKILL) } }
        return try collect(pid, out[0], err[0])
    }

    /// Waits for the exit, never for the pipes' end: a daemon may hold them.
    private func collect(
        _ pid: pid_t, _ out: Int32, _ err: Int32
    ) throws(Absence) -> ProgramEnd {
        let exit = muster_pidfd_open(pid)
        defer { if exit >= 0 { close(exit) } }
        var texts: [Int32: [UInt8]] = [out: [], err: []]
        var open = [out, err]
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            if Moment.now >= deadline { throw tooSlow(pid) }
            var watched = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            watched.append(pollfd(fd: finishes ? -1 : lifeline, events: 0, revents: 0))
            watched.append(pollfd(fd: exit, events: Int16(POLLIN), revents: 0))
            // Without pidfd_open (before Linux 5.3) the exit is looked for often.
            let timeout = exit >= 0 ? deadline.pollTimeout : min(5, deadline.pollTimeout)
            poll(&watched, nfds_t(watched.count), timeout)
            if watched[open.count].revents & Int16(POLLHUP | POLLERR) != 0 {
                throw tooSlow(pid)
            }
            for entry in watched.prefix(open.count) where entry.revents != 0 {
                if !take(entry.fd, &texts) { open.removeAll { $0 == entry.fd } }
            }
        }
        for descriptor in open { drain(descriptor, &texts) }
        return ProgramEnd(
            exit: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F),
            output: String(decoding: texts[out] ?? [], as: UTF8.self),
            errors: String(decoding: texts[err] ?? [], as: UTF8.self))
    }

    private func tooSlow(_ pid: pid_t) -> Absence {
        kill(-pid, SIGKILL)
        kill(pid, SIGKILL)
        let end = Moment.now + 100
        while waitpid(pid, nil, WNOHANG) == 0, Moment.now < end { poll(nil, 0, 2) }
        return Absence(.timedOut, "\(order.path): did not end in time")
    }

    /// Reads once; false at the end.
    private func take(_ descriptor: Int32, _ texts: inout [Int32: [UInt8]]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return count < 0 && errno == EINTR }
        let room = keeps - (texts[descriptor]?.count ?? 0)
        texts[descriptor]?.append(contentsOf: buffer[..<min(count, max(0, room))])
        return true
    }

    /// What is left in the pipe after the exit, without waiting.
    private func drain(_ descriptor: Int32, _ texts: inout [Int32: [UInt8]]) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, 0) > 0, entry.revents & Int16(POLLIN) != 0 {
            if !take(descriptor, &texts) { return }
            if (texts[descriptor]?.count ?? 0) >= keeps { return }
        }
    }
}
