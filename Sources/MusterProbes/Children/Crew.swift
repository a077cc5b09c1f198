internal import CLinux
internal import Glibc

/// The observers of one audit and what each is busy with. Lives on the
/// attendant's thread alone.
struct Crew {
    private struct Member {
        let pid: pid_t
        let post: Post
        let input: Int32
        let output: Int32
        var buffer = LineBuffer()
        var asks: [Ask] = []
        var deadline: Moment?
    }

    /// Programs run side by side, but not more than this at once.
    private static let workersAtMost = 6
    /// How long a killed observer is given to end before it counts as stuck; the
    /// kernel needs well under a millisecond where nothing holds it.
    private static let grace: Int64 = 100

    private let program: String
    private var members: [Member] = []
    private var ended: [pid_t] = []
    private var stuck: [Post: pid_t] = [:]

    /// Nobody yet; observers will be children that run `program`.
    init(program: String) { self.program = program }

    /// What the attendant has to watch.
    var descriptors: [Int32] { members.map(\.output) }

    /// The next moment at which somebody has waited long enough.
    var nextDeadline: Moment? { members.compactMap(\.deadline).min() }

    /// Gives a question to its observer, which is started where there is none.
    mutating func take(_ ask: Ask) {
        if let pid = stuck[ask.post] {
            ask.waiting.resume(returning: .silent(stuck: pid))
            return
        }
        let same = members.indices.filter { members[$0].post == ask.post }
        let idle = same.first { members[$0].asks.isEmpty }
        let room = ask.post == .worker ? same.count < Self.workersAtMost : same.isEmpty
        if idle == nil, room {
            guard start(ask.post) else {
                let why = String(cString: strerror(errno))
                ask.waiting.resume(returning: .unstarted(why))
                return
            }
        }
        let shortest = members.indices.filter { members[$0].post == ask.post }
            .min { members[$0].asks.count < members[$1].asks.count }
        guard let index = idle ?? shortest else { return }
        members[index].asks.append(ask)
        if members[index].asks.count == 1 { sendNext(index) }
    }

    /// Takes what the observer behind `descriptor` has said.
    mutating func hear(_ descriptor: Int32) {
        guard let index = members.firstIndex(where: { $0.output == descriptor }) else { return }
        switch members[index].buffer.read(from: descriptor) {
        case .waiting: return
        case .line(let line):
            guard !members[index].asks.isEmpty else { return }
            let ask = members[index].asks.removeFirst()
            members[index].deadline = nil
            ask.waiting.resume(returning: .line(line))
            sendNext(index)
        case .ended: part(from: index, .failed("the observer ended without an answer"))
        }
    }

    /// Kills observers that let somebody wait for too long; those that do not end
    /// are left behind and their mounts alone.
    mutating func endLate() {
        let now = Moment.now
        let late = members.filter { $0.deadline.map { $0 <= now } ?? false }
        for member in late {
            kill(-member.pid, SIGKILL)
            kill(member.pid, SIGKILL)
        }
        // One grace for all: many mounts hang together where a server is gone.
        let end = Moment.now + Self.grace
        for member in late {
            let gone = Self.reap(member.pid, until: end)
            guard let index = members.firstIndex(where: { $0.pid == member.pid }) else { continue }
            let isWorker = member.post == .worker
            let untried = isWorker ? Array(member.asks.dropFirst()) : []
            if isWorker { members[index].asks = Array(member.asks.prefix(1)) }
            if !gone, !isWorker { stuck[member.post] = member.pid }
            part(from: index, .silent(stuck: gone ? nil : member.pid), reaped: true)
            for ask in untried { take(ask) }
        }
        ended.removeAll { waitpid($0, nil, WNOHANG) != 0 }
    }

    /// Ends every observer: they see their input close and clean up; those of
    /// mounts that do not are killed. Waits a moment so that nothing of ours is seen
    /// afterwards.
    mutating func dismiss() {
        let ofMounts = Set(members.filter { $0.post.isMount }.map(\.pid))
        while !members.isEmpty { part(from: 0, .failed("the audit ended")) }
        let end = Moment.now + Self.patienceAtEnd
        let left = ended.filter { !Self.reap($0, until: end) }
        for pid in left where ofMounts.contains(pid) { kill(pid, SIGKILL) }
        for pid in left { _ = Self.reap(pid, until: end + Self.grace) }
    }

    /// A worker may have a program to kill and a scratch folder to remove.
    private static let patienceAtEnd: Int64 = 500

    private mutating func start(_ post: Post) -> Bool {
        var down: [Int32] = [-1, -1]
        var up: [Int32] = [-1, -1]
        guard muster_pipe(&down) == 0 else { return false }
        guard muster_pipe(&up) == 0 else {
            for end in down { close(end) }
            return false
        }
        var order = ChildOrder(path: program, words: ["muster", "observe"])
        (order.input, order.output) = (down[0], up[1])
        if case .mount(let device, _) = post {
            order.words += ["--mount", device]
            order.whenParentEnds = SIGKILL
        }
        let pid = order.start()
        close(down[0])
        close(up[1])
        guard pid > 0 else {
            close(down[1])
            close(up[0])
            errno = -pid
            return false
        }
        members.append(Member(pid: pid, post: post, input: down[1], output: up[0]))
        return true
    }

    private mutating func sendNext(_ index: Int) {
        var late = members[index].asks.prefix { $0.end - .now <= Ask.margin }
        members[index].asks.removeFirst(late.count)
        while let ask = late.popFirst() { ask.waiting.resume(returning: .late) }
        guard let ask = members[index].asks.first else { return }
        var request = ask.request
        request.patience = min(request.patience, ask.end - .now)
        members[index].deadline = .now + request.patience
        // The observer gives up a little earlier, so that it can still say so.
        request.patience -= Ask.margin
        if !writeLine(request.line, to: members[index].input) {
            part(from: index, .failed("the observer ended before it was asked"))
        }
    }

    /// Closes the pipes of an observer and answers everybody who waits for it.
    private mutating func part(from index: Int, _ reply: Reply, reaped: Bool = false) {
        let member = members.remove(at: index)
        close(member.input)
        close(member.output)
        if !reaped { ended.append(member.pid) }
        for ask in member.asks { ask.waiting.resume(returning: reply) }
    }

    /// Whether the child ended; asks again every few milliseconds.
    private static func reap(_ pid: pid_t, until end: Moment) -> Bool {
        while true {
            if waitpid(pid, nil, WNOHANG) != 0 { return true }
            if Moment.now >= end { return false }
            poll(nil, 0, 2)
        }
    }
}
