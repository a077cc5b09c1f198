public import MusterModel

/// A machine as probes see it: the running one, a tree of files, or a recording.
public protocol NodeView: Sendable {
    /// Where the audit stands; decides whose mount table counts.
    var vantage: Vantage { get }

    /// Where the caller's shell looks for programs, absolute folders in order; they
    /// are searched after the known ones.
    var searchPath: [String] { get }

    /// Answers within the audit's deadline, whatever the machine does.
    func answer(_ question: Question) async -> Answer
}

extension NodeView {
    /// Nobody's.
    public var searchPath: [String] { [] }

    /// A file's content.
    /// - Throws: why it could not be read.
    public func text(of path: String) async throws(Absence) -> String {
        try await text(.read(path))
    }

    /// A file's content without white space around it: one value of procfs or sysfs.
    /// - Throws: why it could not be read.
    public func word(of path: String) async throws(Absence) -> String {
        String(try await text(of: path).trimmingSpace)
    }

    /// The whole number in a file of procfs or sysfs.
    /// - Throws: why it could not be read; malformed where it is no number.
    public func number(of path: String) async throws(Absence) -> Int64 {
        let word = try await word(of: path)
        guard let number = Int64(word) else {
            throw Absence(.malformed, "\(path): \(word.excerpt), needed a number")
        }
        return number
    }

    /// The names in a folder, sorted.
    /// - Throws: why it could not be listed.
    public func names(in path: String) async throws(Absence) -> [String] {
        let question = Question.list(path)
        guard case .names(let names) = try await known(question) else { throw odd(question) }
        return names
    }

    /// What a path leads to, links followed.
    /// - Throws: why it could not be looked at; absent where nothing is there.
    public func attributes(of path: String) async throws(Absence) -> FileAttributes {
        let question = Question.attributes(path)
        guard case .attributes(let found) = try await known(question) else { throw odd(question) }
        return found
    }

    /// Whether something is there; a refused look is thrown, not taken for a no.
    /// - Throws: every absence but ``MusterModel/Absence/Reason/absent``.
    public func exists(_ path: String) async throws(Absence) -> Bool {
        do {
            _ = try await attributes(of: path)
            return true
        } catch  where error.reason == .absent {
            return false
        }
    }

    /// Where a symbolic link points.
    /// - Throws: why it could not be read; absent where the path is no link.
    public func target(of path: String) async throws(Absence) -> String {
        try await text(.link(path))
    }

    /// The file system below a path.
    /// - Throws: why it could not be asked.
    public func capacity(of path: String) async throws(Absence) -> Capacity {
        let question = Question.capacity(path)
        guard case .capacity(let found) = try await known(question) else { throw odd(question) }
        return found
    }

    /// An extended attribute, asked for by name.
    /// - Throws: why it could not be had; absent where there is none of that name.
    public func extended(_ name: String, of path: String) async throws(Absence) -> String {
        try await text(.extended(name, path: path))
    }

    /// What an ordinary user may do with a path.
    /// - Throws: why it could not be tried.
    public func access(to path: String) async throws(Absence) -> Access {
        let question = Question.access(path)
        guard case .access(let found) = try await known(question) else { throw odd(question) }
        return found
    }

    /// The end of a program, run without privileges.
    /// - Throws: why it could not be run or did not end in time.
    public func run(_ words: String...) async throws(Absence) -> ProgramEnd {
        let question = Question.run(words)
        guard case .program(let end) = try await known(question) else { throw odd(question) }
        return end
    }

    /// The end of an external probe's program.
    /// - Throws: why it may not be run, or over which of its bounds it was.
    public func plugin(_ order: PluginOrder) async throws(Absence) -> ProgramEnd {
        let question = Question.plugin(order)
        guard case .program(let end) = try await known(question) else { throw odd(question) }
        return end
    }

    /// The end of a live attempt.
    /// - Throws: not-tried on a foreign root, or why it did not come to an end.
    public func attempt(_ attempt: Attempt) async throws(Absence) -> AttemptEnd {
        try await end(.attempt(attempt))
    }

    /// Whether a process listens on a local socket.
    /// - Throws: why it could not be tried.
    public func connect(to path: String) async throws(Absence) -> AttemptEnd {
        try await end(.connect(path))
    }

    /// A file's bytes from an offset on, fewer at its end.
    /// - Throws: why they could not be read.
    public func bytes(
        of path: String, at offset: Int64, count: Int
    ) async throws(Absence) -> [UInt8] {
        let question = Question.bytes(path, offset: offset, count: count)
        guard case .bytes(let bytes) = try await known(question) else { throw odd(question) }
        return bytes
    }

    /// What an image holds at the inquiry's paths, in their order.
    /// - Throws: why the image could not be looked into.
    public func entries(of inquiry: ImageInquiry) async throws(Absence) -> [ImageEntry] {
        let question = Question.inside(inquiry)
        guard case .entries(let entries) = try await known(question),
            entries.count == inquiry.paths.count
        else { throw odd(question) }
        return entries
    }

    /// The hardware name, `x86_64`.
    /// - Throws: not-tried where there is no machine.
    public func machine() async throws(Absence) -> String { try await text(.machine) }

    /// How long the mount below a path has not answered.
    /// - Throws: absent where it does answer.
    public func silence(of path: String) async throws(Absence) -> Duration {
        let text = try await text(.silence(path))
        guard let milliseconds = Int64(text) else { throw odd(.silence(path)) }
        return .milliseconds(milliseconds)
    }

    /// PID 1's mount table on a host, the audit's own in a job or container.
    public var mountTablePath: String {
        vantage.place == .host || vantage.place == .tree
            ? "/proc/1/mountinfo" : "/proc/self/mountinfo"
    }

    private func text(_ question: Question) async throws(Absence) -> String {
        guard case .text(let text) = try await known(question) else { throw odd(question) }
        return text
    }

    private func end(_ question: Question) async throws(Absence) -> AttemptEnd {
        guard case .attempt(let end) = try await known(question) else { throw odd(question) }
        return end
    }

    private func known(_ question: Question) async throws(Absence) -> Answer {
        let answer = await answer(question)
        if case .missing(let absence) = answer { throw absence }
        return answer
    }

    private func odd(_ question: Question) -> Absence {
        Absence(.malformed, "\(question): answered with something else")
    }
}
