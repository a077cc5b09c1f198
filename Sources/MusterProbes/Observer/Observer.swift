internal import CLinux
internal import Glibc
internal import MusterModel

/// The child that touches what may never answer: reads questions from its input,
/// one a line, and writes one answer a line. One thread, no concurrency, nothing
/// kept between questions.
public struct Observer: Sendable {
    /// What the parent sends: a question, who to pose as, how long it will wait.
    struct Request {
        let question: Question
        let account: Account?
        /// The folder that counts as `/` for the question's path.
        let root: String
        /// How long the answer may take, milliseconds.
        var patience: Int64

        var line: [UInt8] {
            var members: [String: JSONValue] = [
                "question": .string(question.description), "patience": .integer(patience),
            ]
            if root != "/" { members["root"] = .string(root) }
            if let account {
                members["user"] = .integer(Int64(account.user))
                members["group"] = .integer(Int64(account.group))
            }
            return JSONValue.object(members).canonicalBytes
        }

        init(
            _ question: Question, as account: Account?, patience: Int64, root: String = "/"
        ) {
            self.question = question
            self.account = account
            self.root = root
            self.patience = patience
        }

        init?(line: [UInt8]) {
            guard let json = try? JSONReader.value(in: line),
                let question = json["question"]?.text.flatMap(Question.init),
                let patience = json["patience"]?.number
            else { return nil }
            let user = json["user"]?.number.flatMap(UInt32.init(exactly:))
            let group = json["group"]?.number.flatMap(UInt32.init(exactly:))
            let account = user.flatMap { user in group.map { Account(user: user, group: $0) } }
            let root = json["root"]?.text ?? "/"
            self.init(question, as: account, patience: patience, root: root)
        }
    }

    /// The device of the one mount that may be touched; nil for a worker, which
    /// touches nothing that may block.
    private let device: String?
    private let table: MountTable

    /// An observer of the mount with that `device`, or a worker.
    public init(device: String?) {
        self.device = device
        let text = (try? OwnMounts.text()) ?? ""
        table = (try? MountTable(parsing: text, from: OwnMounts.path)) ?? MountTable([])
    }

    /// Answers until the parent closes the pipe.
    public func serve() {
        // Root's observer poses as an account that a job may share. An ordinary
        // user's has nothing that its user has not, and has to stay visible to the
        // next audit where /proc is mounted with hidepid=2.
        if geteuid() == 0 { muster_set_undumpable() }
        muster_set_subreaper()
        var buffer = LineBuffer()
        while true {
            switch buffer.read(from: STDIN_FILENO) {
            case .waiting: continue
            case .ended: return
            case .line(let line):
                // What a stuck observer is found by, in later audits too: see
                // StuckObserver. An idle one is in nobody's way.
                if let device { muster_set_name(StuckObserver.name(of: device)) }
                let answer = answer(line)
                if device != nil { muster_set_name("muster") }
                guard writeLine(answer, to: STDOUT_FILENO) else { return }
            }
        }
    }

    private func answer(_ line: [UInt8]) -> [UInt8] {
        guard let request = Request(line: line) else {
            return Answer.missing(Absence(.malformed, "the observer was asked nonsense"))
                .json.canonicalBytes
        }
        let start = Moment.now
        do {
            let json = try touch(request)
            guard case .object(var members) = json else { return json.canonicalBytes }
            members["took"] = .integer(.now - start)
            return JSONValue.object(members).canonicalBytes
        } catch {
            return Answer.missing(error).json.canonicalBytes
        }
    }

    private func touch(_ request: Request) throws(Absence) -> JSONValue {
        switch request.question {
        case .attempt(let attempt): return try perform(attempt, request).json
        case .machine: throw Absence(.unsupported, "no observer is asked for the machine")
        case .plugin(let order): return Answer.program(try run(order, request)).json
        default: break
        }
        guard let path = request.question.path else { return JSONValue.null }
        let following = if case .link = request.question { false } else { true }
        let root = request.root
        let walk = PathWalk(root: root, stops: { stop(before: $0.below(root)) })
        switch try walk.walk(to: path, following: following) {
        case .crossing(_, let path): return .object(["elsewhere": .string(path)])
        case .here(let found, let landed):
            if let answer = try FileTouch.answer(request.question, at: found, path: landed) {
                return answer.json
            }
            return try Doing.answer(request, at: landed, ofMount: device != nil).json
        }
    }

    private func run(
        _ order: PluginOrder, _ request: Request
    ) throws(Absence) -> ProgramEnd {
        let time = min(order.deadline, request.patience - PluginLimits.cleanup)
        guard time > 0 else {
            throw Absence(.timedOut, "\(order.probe): the audit's deadline came first")
        }
        let table = table
        let run = PluginRun(
            order: order, account: request.account, time: time, deadline: .now + time,
            lifeline: STDIN_FILENO,
            // A root that does not answer would have kept us from starting, too.
            stops: { table.blocking($0).flatMap { $0.point == "/" ? nil : $0 } })
        return try run.end()
    }

    /// Any mount that may block but the own one and those on the way to it.
    private func stop(before path: String) -> Mount? {
        guard let mount = table.blocking(path), mount.device != device else { return nil }
        let onTheWay = table.mounts.contains { $0.device == device && path.leads(to: $0.point) }
        return onTheWay ? nil : mount
    }

    /// Three texts of a smoke, every byte escaped, bytes.
    private static let attemptAtMost = 1 << 20

    /// An attempt needs a process of its own with one thread, as another user, that
    /// may lose its namespaces: this program once more.
    private func perform(
        _ attempt: Attempt, _ request: Request
    ) throws(Absence) -> Answer {
        let name = Question.attempt(attempt).description
        var order = ChildOrder(
            path: ChildOrder.ourselves, words: ["muster", "observe", "--attempt", name])
        if case .privilegedOverlay = attempt {} else { order.account = request.account }
        if case .smoke = attempt {
            // It ends its runtime by itself: earlier than it would be killed, and as
            // soon as nobody waits, which the lifeline tells it as it tells us.
            order.words += ["--patience", "\(max(0, request.patience - Ask.margin))"]
            order.input = STDIN_FILENO
            order.account = request.account.map(PasswordFile.named)
        }
        var run = ProgramRun(
            order: order, deadline: .now + request.patience, lifeline: STDIN_FILENO, finishes: true)
        run.keeps = Self.attemptAtMost
        let end = try run.end()
        guard let json = try? JSONReader.value(in: end.output.utf8),
            let answer = Answer(json, to: .attempt(attempt))
        else {
            throw Absence(.malformed, "\(name): the attempt ended with \(end.exit) and no answer")
        }
        return answer
    }
}

/// The mount table of this process's own namespace: what its touches go by.
enum OwnMounts {
    static let path = "/proc/self/mountinfo"

    static func text(_ path: String = path) throws(Absence) -> String {
        let file = try Descriptor.open(path, O_RDONLY)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < Question.contentAtMost {
            let count = buffer.withUnsafeMutableBytes {
                read(file.number, $0.baseAddress, $0.count)
            }
            if count < 0 { throw Absence(errno: errno, path) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
