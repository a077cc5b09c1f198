internal import CLinux
internal import Glibc
public import MusterModel
internal import Synchronization

/// The machine this runs on.
///
/// What cannot block is answered here; everything else by an observer, found
/// through the mount table of our own namespace before anything is touched.
public final class LiveNode: NodeView {
    /// Where the audit stands.
    public let vantage: Vantage

    private let attendant: Attendant
    private let account: Account?
    private let finish: Moment
    private let root: String
    private let mounts = CurrentMounts()
    private let memory = Mutex<Memory>(Memory())

    /// What was learnt on the way.
    private struct Memory {
        var silent: [Post: Silence] = [:]
        var looking: Set<Post> = []
        var looked: Set<Post> = []
        var waits: [(name: String, from: Moment, to: Moment)] = []
        var accounts = PluginAccounts()
    }

    private struct Silence {
        let mount: Mount
        let since: Moment
        let pid: pid_t?
    }

    /// The running machine, seen until `deadline` from now.
    ///
    /// - Parameters:
    ///   - attendant: the thread that keeps the observers.
    ///   - ordinary: whom root's audit poses as where an ordinary user is meant.
    ///   - root: the folder that counts as `/` for every path, without links as far
    ///     as it does not lie on a mount that may block.
    public init(
        vantage: Vantage, attendant: Attendant, deadline: Duration,
        ordinary: Account = .ordinary, root: String = "/"
    ) {
        self.vantage = vantage
        self.root = root
        self.attendant = attendant
        account = vantage.isRoot ? ordinary : nil
        finish = .now + deadline.milliseconds
    }

    /// Answers within the deadline.
    public func answer(_ question: Question) async -> Answer {
        do {
            return try await answerOrThrow(question)
        } catch {
            return .missing(error)
        }
    }

    private func answerOrThrow(_ asked: Question) async throws(Absence) -> Answer {
        if case .machine = asked { return .text(try Self.machine()) }
        // Also for what is answered here: many small files take long, too.
        guard Moment.now < finish else {
            throw Absence(.timedOut, "\(asked.inWords): the audit's deadline came first")
        }
        if case .plugin(let order) = asked { return try await run(order, asked) }
        if case .silence(let path) = asked { return .text(String(try silence(below: path))) }
        var question = asked
        let following = if case .link = asked { false } else { true }
        for _ in 0..<Self.crossingsAtMost {
            guard let path = question.path else { return try await ask(question) }
            let table = try mounts.current()
            let walk = PathWalk(root: root, stops: { [root] in table.blocking($0.below(root)) })
            switch try walk.walk(to: path, following: following) {
            case .here(let found, let landed):
                if let answer = try FileTouch.answer(question, at: found, path: landed) {
                    return answer
                }
                return try await ask(question)
            case .crossing(let first, let there):
                let mount = table.blocking(there.below(root)) ?? first
                switch try await ask(question.at(there), of: mount, at: there) {
                case .known(let answer): return answer
                case .elsewhere(let path): question = question.at(path)
                }
            }
        }
        throw Absence(.malformed, "\(asked): leads from mount to mount without an end")
    }

    /// A path that crosses more mounts than this goes round in circles.
    private static let crossingsAtMost = 8
}

// MARK: - Asking observers

extension LiveNode {
    private enum MountAnswer {
        case known(Answer)
        case elsewhere(String)
    }

    /// Asks a worker.
    private func ask(_ question: Question) async throws(Absence) -> Answer {
        switch try await reply(to: question, at: .worker, as: account) {
        case .known(let answer): return answer
        case .elsewhere(let path):
            throw Absence(.malformed, "\(question): leads to \(path) meanwhile")
        }
    }

    /// Asks an observer of its own, so that a slow program keeps nobody waiting; as
    /// an account of its own, where root asks for an ordinary one.
    private func run(
        _ order: PluginOrder, _ question: Question
    ) async throws(Absence) -> Answer {
        if order.rights == .root, !vantage.isRoot {
            throw Absence(.forbidden, "\(order.probe): runs as root alone, and the audit does not")
        }
        let own = memory.withLock { $0.accounts.account(of: order.probe) }
        let account = vantage.isRoot && order.rights == .ordinary ? own : nil
        let post = Post.plugin(order.probe)
        guard case .known(let answer) = try await reply(to: question, at: post, as: account) else {
            throw Absence(.malformed, "\(order.probe): leads elsewhere")
        }
        return answer
    }

    /// Asks the observer of one mount; a silent one is not asked again.
    private func ask(
        _ question: Question, of mount: Mount, at path: String
    ) async throws(Absence) -> MountAnswer {
        let name = mount.automountName(in: path.below(root))
        let post = Post.mount(device: mount.device, name: name)
        await lookOnce(for: mount, post)
        if memory.withLock({ $0.silent[post] != nil }) { throw mount.hung }
        let start = Moment.now
        do {
            return try await reply(to: question, at: post, as: account)
        } catch {
            guard error.reason == .hung else { throw error }
            remember(post, mount, age: .now - start, nil)
            throw mount.hung
        }
    }

    /// Looks for a standing observer before the mount's first question; all other
    /// questions about it wait for what that look finds.
    private func lookOnce(for mount: Mount, _ post: Post) async {
        guard memory.withLock({ $0.looking.insert(post).inserted }) else {
            while !memory.withLock({ $0.looked.contains(post) }), Moment.now < finish {
                await attendant.pause(5)
            }
            return
        }
        if let stuck = await standing(on: mount) {
            remember(post, mount, age: stuck.age, stuck.pid)
        }
        memory.withLock { _ = $0.looked.insert(post) }
    }

    /// An observer of an earlier or another audit on that mount. One that is merely
    /// busy is waited for, so that never two of them wait in the kernel.
    private func standing(on mount: Mount) async -> StuckObserver? {
        let end = min(finish, .now + Self.patienceWithTouch)
        while let found = StuckObserver.find(mount.device) {
            if found.isKilled || Moment.now >= end { return found }
            await attendant.pause(20)
        }
        return nil
    }

    private func reply(
        to question: Question, at post: Post, as account: Account?
    ) async throws(Absence) -> MountAnswer {
        let patience = Self.patience(for: question, post)
        let request = Observer.Request(question, as: account, patience: patience, root: root)
        switch await attendant.ask(request, at: post, until: finish) {
        case .line(let line): return try read(line, question)
        case .unstarted(let why):
            throw Absence(.notTried, "\(question.inWords): no process could be started: \(why)")
        case .failed(let why): throw Absence(.malformed, "\(question.inWords): \(why)")
        case .late: throw Absence(.timedOut, "\(question.inWords): the audit's deadline came first")
        case .silent:
            let reason: Absence.Reason = post.isMount ? .hung : .timedOut
            throw Absence(reason, "\(question.inWords): no answer")
        }
    }

    private func read(_ line: [UInt8], _ question: Question) throws(Absence) -> MountAnswer {
        guard let json = try? JSONReader.value(in: line) else {
            throw Absence(.malformed, "\(question.inWords): the observer's answer does not read")
        }
        if let path = json["elsewhere"]?.text { return .elsewhere(path) }
        guard let answer = Answer(json, to: question) else {
            throw Absence(.malformed, "\(question.inWords): the observer's answer does not fit")
        }
        if let program = question.program, let took = json["took"]?.number {
            let end = Moment.now
            let name = program.split(separator: "/").last.map(String.init) ?? ""
            memory.withLock { $0.waits.append((name, end + -took, end)) }
        }
        return .known(answer)
    }

    private func remember(_ post: Post, _ mount: Mount, age: Int64, _ pid: Int32?) {
        let silence = Silence(mount: mount, since: .now + -age, pid: pid)
        memory.withLock { $0.silent[post] = silence }
    }
}

// MARK: - Patience

extension LiveNode {
    /// A mounted file system answers within milliseconds; five seconds are a disk
    /// that had to spin up or a server that was restarted.
    private static let patienceWithTouch: Int64 = 5_000
    /// An automount fetches a catalogue; OSG's probes give it 30 s (osg-flock,
    /// ospool-lib), here half of that because the audit has a deadline as a whole.
    private static let patienceWithAutomount: Int64 = 15_000
    /// Programs answer in tens of milliseconds, Singularity from CVMFS in seconds.
    private static let patienceWithProgram: Int64 = 10_000
    /// A start that fetches its image; OSPool's pilot gives it 60 s
    /// (ospool-lib, check_singularity_overunderlay).
    private static let patienceWithStart: Int64 = 60_000

    private static func patience(for question: Question, _ post: Post) -> Int64 {
        switch (question, post) {
        case (.run, _), (.inside, .worker): patienceWithProgram
        case (.attempt(.smoke), _): patienceWithStart
        case (.plugin(let order), _): order.deadline + PluginLimits.cleanup + Ask.margin
        case (_, .mount(_, let name)) where !name.isEmpty: patienceWithAutomount
        default: patienceWithTouch
        }
    }
}

// MARK: - What was learnt

extension LiveNode {
    /// Observers that were left behind, in words: who waits, for what, since when.
    public var troubles: [String] {
        memory.withLock { memory in
            memory.silent.values.map { silence in
                let age = Duration.milliseconds(.now - silence.since).inWords
                let pid = silence.pid ?? StuckObserver.find(silence.mount.device)?.pid
                let who =
                    pid.map { "observer \($0) waits in the kernel" } ?? "no observer of it is seen"
                return "\(silence.mount.inWords) does not answer since \(age); \(who)"
            }.sorted()
        }
    }

    /// The programs of others that ran, and for how long at least one of them did.
    public var waited: (names: [String], time: Duration) {
        let waits = memory.withLock { $0.waits }.sorted { $0.from < $1.from }
        var (total, reached) = (Int64(0), Moment(milliseconds: 0))
        for wait in waits where wait.to > reached {
            total += wait.to - max(wait.from, reached)
            reached = wait.to
        }
        return (Set(waits.map(\.name)).sorted(), .milliseconds(total))
    }

    private func silence(below path: String) throws(Absence) -> Int64 {
        let table = try mounts.current()
        let now = Moment.now
        let found = memory.withLock { memory in
            memory.silent.first { $0.value.mount.device == table.covering(path)?.device }
        }
        guard let found else { throw Absence(.absent, "\(path): answers") }
        return now - found.value.since
    }

    private static func machine() throws(Absence) -> String {
        var names = utsname()
        guard uname(&names) == 0 else { throw Absence(errno: errno, "uname") }
        return withUnsafeBytes(of: &names.machine) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
