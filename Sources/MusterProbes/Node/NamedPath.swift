internal import Glibc
public import MusterModel

/// What a person named on a command line: touched like everything else that may
/// never answer, while the calling thread waits.
public enum NamedPath {
    /// Answers a question about a path; relative ones count from the working folder.
    ///
    /// A path on a mount that may block is asked for by an observer. SIGINT, SIGTERM
    /// and SIGHUP end the program meanwhile, as they would have before.
    /// - Throws: why there is no answer; hung where its mount gave none in time.
    public static func answer(
        _ question: Question, within patience: Duration = .seconds(10)
    ) throws(Absence) -> Answer {
        let path = try absolute(question.path ?? "")
        let question = question.at(path)
        let table = try MountTable(parsing: try OwnMounts.text(), from: OwnMounts.path)
        let following = if case .link = question { false } else { true }
        let walk = PathWalk(root: "/", stops: { table.blocking($0) })
        if case .here(let found, let landed) = try walk.walk(to: path, following: following),
            let answer = try FileTouch.answer(question, at: found, path: landed)
        {
            return answer
        }
        let answer = try observed(question, patience)
        if case .missing(let absence) = answer { throw absence }
        return answer
    }

    /// The path from the root, as typed; getcwd(2) touches no mount.
    /// - Throws: malformed for an empty path; absent where the working folder is gone.
    public static func absolute(_ path: String) throws(Absence) -> String {
        guard !path.isEmpty else { throw Absence(.malformed, "\"\": needed a path") }
        if path.isAbsolute { return path }
        var folder = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard getcwd(&folder, folder.count) != nil else { throw Absence(errno: errno, path) }
        let bytes = folder.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self) + "/" + path
    }

    /// The path of a folder for ``LiveNode``'s root: without links up to the first
    /// mount that may block.
    /// - Throws: why the walk did not come to an end.
    public static func root(_ path: String) throws(Absence) -> String {
        let table = try MountTable(parsing: try OwnMounts.text(), from: OwnMounts.path)
        let walk = PathWalk(root: "/", stops: { table.blocking($0) })
        switch try walk.walk(to: try absolute(path)) {
        case .here(_, let landed): return landed
        case .crossing(_, let path): return path
        }
    }

    private static func observed(
        _ question: Question, _ patience: Duration
    ) throws(Absence) -> Answer {
        guard let attendant = Attendant() else {
            throw Absence(.notTried, "\(question): the kernel gives no signalfd or eventfd")
        }
        let node = LiveNode(vantage: .current(), attendant: attendant, deadline: patience)
        let (end, answer) = attendant.run { await node.answer(question) }
        attendant.giveSignalsBack()
        if case .interrupted(let signal) = end { raise(signal) }
        guard let answer else { throw Absence(.notTried, "\(question): interrupted") }
        return answer
    }
}
