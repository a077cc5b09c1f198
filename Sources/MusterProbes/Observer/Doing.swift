internal import CLinux
internal import Glibc
internal import MusterModel

/// The questions that are answered by doing something with a path: trying access,
/// running a program, connecting to a socket.
enum Doing {
    /// Answers a question about `path`, which has been walked to already.
    static func answer(
        _ request: Observer.Request, at path: String, ofMount: Bool
    ) throws(Absence) -> Answer {
        switch request.question {
        case .access: .access(try access(path, request.account))
        case .run(let words): .program(try run(words, request, ofMount: ofMount))
        case .connect: .attempt(connect(path))
        case .inside(let inquiry): try inside(inquiry.at(path), request, ofMount: ofMount)
        default: .missing(Absence(.unsupported, "\(request.question): nothing to do"))
        }
    }

    /// Asks access(2), which goes by the real ids, as the ordinary user.
    private static func access(
        _ path: String, _ account: Account?
    ) throws(Absence) -> Access {
        if let account {
            let code = muster_pose_as(Int64(account.user), Int64(account.group))
            guard code == 0 else { throw Absence(errno: -code, "user \(account.user)") }
        }
        defer { if account != nil { _ = muster_pose_as(-1, -1) } }
        func may(_ mode: Int32) throws(Absence) -> Bool {
            if Glibc.access(path, mode) == 0 { return true }
            if [EACCES, EPERM, EROFS, ETXTBSY].contains(errno) { return false }
            throw Absence(errno: errno, path)
        }
        return Access(read: try may(R_OK), write: try may(W_OK), enter: try may(X_OK))
    }

    private static func run(
        _ words: [String], _ request: Observer.Request, ofMount: Bool
    ) throws(Absence) -> ProgramEnd {
        // The name as asked, because runtimes go by it (a link called singularity).
        guard let name = words.first else { throw Absence(.malformed, "no program") }
        var order = ChildOrder(path: name, words: words)
        order.account = request.account.map(PasswordFile.named)
        order.secondsOfProcessor = 30
        order.processes = ProgramRun.processes(of: order.account)
        let home = try? ScratchFolder(below: "/tmp", of: order.account)
        defer { home?.remove() }
        if let home { order.environment = home.environment }
        let run = ProgramRun(
            order: order, deadline: .now + request.patience, lifeline: STDIN_FILENO,
            finishes: false, isBoundToParent: ofMount)
        return try run.end()
    }

    /// Looks into an image in a process of its own, as the ordinary user: what
    /// stands in it is anybody's.
    private static func inside(
        _ inquiry: ImageInquiry, _ request: Observer.Request, ofMount: Bool
    ) throws(Absence) -> Answer {
        let question = Question.inside(inquiry)
        var order = ChildOrder(
            path: ChildOrder.ourselves,
            words: ["muster", "observe", "--inside", question.description])
        order.account = request.account
        order.secondsOfProcessor = 10
        let run = ProgramRun(
            order: order, deadline: .now + request.patience, lifeline: STDIN_FILENO,
            finishes: false, isBoundToParent: ofMount)
        let end = try run.end()
        guard let json = try? JSONReader.value(in: end.output.utf8),
            let answer = Answer(json, to: question)
        else {
            throw Absence(
                .malformed,
                "\(inquiry.image): the look into it ended with \(end.exit) and no answer")
        }
        return answer
    }

    private static func connect(_ path: String) -> AttemptEnd {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK, 0)
        guard socket >= 0 else { return failed() }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            return AttemptEnd(works: false, step: "connect", error: "ENAMETOOLONG")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let answer = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return answer == 0 ? AttemptEnd(works: true, step: "connect") : failed()
    }

    private static func failed() -> AttemptEnd {
        AttemptEnd(works: false, step: "connect", error: ErrnoName.of(errno))
    }
}
