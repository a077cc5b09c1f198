internal import CLinux
internal import Glibc

/// One program that is given bytes on its input, and what it came to: bounded in time
/// and output, in a process group of its own, never waited for beyond its deadline.
/// Blocks the calling thread, whose end would be the program's, too.
public struct FedProgram: Sendable {
    /// Why there is no end to tell of.
    public enum Failure: Error, Hashable, Sendable {
        /// It did not start: the kernel's reason.
        case unstarted(String)
        /// It did not end in time and was killed.
        case late
        /// It said more than was to be kept and was killed.
        case tooMuch
    }

    /// The program's path.
    public let path: String
    /// Its words, its name first.
    public let words: [String]
    /// What it gets to read.
    public let input: [UInt8]
    /// How long it may take.
    public let patience: Duration
    /// How much of each output is taken, bytes.
    public let outputAtMost: Int

    /// A program that is not started yet.
    public init(
        _ path: String, words: [String], input: [UInt8], within patience: Duration,
        outputAtMost: Int
    ) {
        self.path = path
        self.words = words
        self.input = input
        self.patience = patience
        self.outputAtMost = outputAtMost
    }

    /// Starts it and waits for its end.
    /// - Throws: ``Failure``.
    public func end() throws(Failure) -> ProgramEnd {
        var pipes: [[Int32]] = []
        defer { for end in pipes.joined() where end >= 0 { close(end) } }
        for _ in 0..<3 {
            var ends: [Int32] = [-1, -1]
            let code = muster_pipe(&ends)
            guard code == 0 else { throw .unstarted(String(cString: strerror(-code))) }
            pipes.append(ends)
        }
        var order = ChildOrder(path: path, words: words)
        (order.input, order.output, order.errors) = (pipes[0][0], pipes[1][1], pipes[2][1])
        order.whenParentEnds = SIGKILL
        order.secondsOfProcessor = 30
        let pid = order.start()
        for (pipe, end) in [(0, 0), (1, 1), (2, 1)] {
            close(pipes[pipe][end])
            pipes[pipe][end] = -1
        }
        guard pid > 0 else { throw .unstarted(String(cString: strerror(-pid))) }
        // A program that ends early leaves a pipe that nobody reads.
        let before = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, before) }
        let exchange = Exchange(
            pid: pid, deadline: .now + patience.wholeMilliseconds, outputAtMost: outputAtMost,
            feed: pipes[0][1], listens: [pipes[1][0], pipes[2][0]])
        pipes[0][1] = -1
        return try exchange.run(feeding: input)
    }
}

/// The talk with one started program; owns the writing end of its input.
private struct Exchange {
    let pid: pid_t
    let deadline: Moment
    let outputAtMost: Int
    var feed: Int32
    let listens: [Int32]
    var texts: [Int32: [UInt8]] = [:]

    init(pid: pid_t, deadline: Moment, outputAtMost: Int, feed: Int32, listens: [Int32]) {
        self.pid = pid
        self.deadline = deadline
        self.outputAtMost = outputAtMost
        self.feed = feed
        self.listens = listens
    }

    /// Feeds and listens until the program ends.
    consuming func run(feeding input: [UInt8]) throws(FedProgram.Failure) -> ProgramEnd {
        let exit = muster_pidfd_open(pid)
        defer { if exit >= 0 { close(exit) } }
        defer { closeFeed() }
        _ = fcntl(feed, F_SETFL, O_NONBLOCK)
        var rest = input[...]
        var open = listens
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            if rest.isEmpty { closeFeed() }
            if Moment.now >= deadline { throw killed(.late) }
            var watched = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            watched.append(pollfd(fd: feed, events: Int16(POLLOUT), revents: 0))
            watched.append(pollfd(fd: exit, events: Int16(POLLIN), revents: 0))
            // Without pidfd_open (before Linux 5.3) the exit is looked for often.
            let timeout = exit >= 0 ? deadline.pollTimeout : min(5, deadline.pollTimeout)
            poll(&watched, nfds_t(watched.count), timeout)
            for entry in watched.prefix(open.count) where entry.revents != 0 {
                if !take(entry.fd) { open.removeAll { $0 == entry.fd } }
            }
            if texts.values.contains(where: { $0.count > outputAtMost }) { throw killed(.tooMuch) }
            if watched[watched.count - 2].revents != 0 { give(&rest) }
        }
        for descriptor in open { drain(descriptor) }
        if texts.values.contains(where: { $0.count > outputAtMost }) { throw .tooMuch }
        return ProgramEnd(
            exit: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F),
            output: String(decoding: texts[listens[0]] ?? [], as: UTF8.self),
            errors: String(decoding: texts[listens[1]] ?? [], as: UTF8.self))
    }

    private mutating func closeFeed() {
        if feed >= 0 { close(feed) }
        feed = -1
    }

    private mutating func give(_ rest: inout ArraySlice<UInt8>) {
        let count = rest.withUnsafeBytes { write(feed, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        rest = count > 0 ? rest.dropFirst(count) : []
    }

    /// Reads once; false at the end.
    private mutating func take(_ descriptor: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return count < 0 && errno == EINTR }
        texts[descriptor, default: []] += buffer[..<count]
        return true
    }

    /// What is left in the pipe after the exit, without waiting.
    private mutating func drain(_ descriptor: Int32) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, 0) > 0, entry.revents & Int16(POLLIN) != 0 {
            if !take(descriptor) || (texts[descriptor]?.count ?? 0) > outputAtMost { return }
        }
    }

    /// Ends the program and its group; one that the kernel holds is left behind.
    private func killed(_ failure: FedProgram.Failure) -> FedProgram.Failure {
        kill(-pid, SIGKILL)
        kill(pid, SIGKILL)
        let end = Moment.now + 100
        while waitpid(pid, nil, WNOHANG) == 0, Moment.now < end { poll(nil, 0, 2) }
        return failure
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
