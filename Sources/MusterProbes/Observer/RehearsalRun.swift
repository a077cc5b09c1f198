internal import CLinux
internal import Glibc
internal import MusterModel

/// Sets up a container as an unprivileged runtime does, without one: namespaces,
/// a root with bind points that the image lacks, binds, pivot, /proc; then looks
/// around inside.
///
/// Three processes: this one keeps the scratch folder, the second has the
/// namespaces, and the third is PID 1 inside. All mounts go with the second.
struct RehearsalRun {
    /// What to set up.
    let order: RehearsalOrder

    /// Sets it up and takes it down.
    func perform() -> AttemptEnd {
        let start = Moment.now
        var end = attempt()
        end.seen["took-ms"] = String(.now - start)
        return end
    }

    private func attempt() -> AttemptEnd {
        do throws(StepFailure) {
            let scratch = try ScratchFolder(below: order.folder)
            defer { scratch.remove() }
            try furnish(scratch)
            return try inChild { RehearsalStage(scratch: scratch, binds: order.binds).play() }
        } catch {
            return error.end()
        }
    }

    /// The image, which has neither of the bind points, and what is bound there.
    private func furnish(_ scratch: ScratchFolder) throws(StepFailure) {
        for name in ["session", "image", "image/proc", "writable", "readonly"] {
            try scratch.folder(name)
        }
        try scratch.file("image/muster-image", Array(scratch.token.utf8))
        try scratch.file("writable/token", Array(scratch.token.utf8))
        try scratch.file("readonly/token", Array(scratch.token.utf8))
    }

    /// Plays in a child and takes the one line that it or its own child says.
    private func inChild(_ play: () -> AttemptEnd?) throws(StepFailure) -> AttemptEnd {
        var ends: [Int32] = [-1, -1]
        try StepFailure.check("fork", muster_pipe(&ends))
        let pid = muster_fork()
        if pid == 0 {
            muster_die_with_parent(SIGKILL)
            close(ends[0])
            if let end = play() {
                _ = writeLine(Answer.attempt(end).json.canonicalBytes, to: ends[1])
            }
            _exit(0)
        }
        close(ends[1])
        defer { close(ends[0]) }
        try StepFailure.call("fork", pid)
        defer { waitpid(pid, nil, 0) }
        var buffer = LineBuffer()
        while true {
            switch buffer.read(from: ends[0]) {
            case .waiting: continue
            case .ended: return AttemptEnd(works: false, step: "fork", error: "killed")
            case .line(let line): return try Self.end(in: line)
            }
        }
    }

    private static func end(in line: [UInt8]) throws(StepFailure) -> AttemptEnd {
        let question = Question.attempt(.rehearsal(RehearsalOrder(folder: "/")))
        guard let json = try? JSONReader.value(in: line),
            case .attempt(let end)? = Answer(json, to: question)
        else { throw StepFailure(step: "fork", code: EIO) }
        return end
    }
}
