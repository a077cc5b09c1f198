internal import CLinux
internal import Glibc
internal import MusterModel

/// Starts one container and keeps what was said: first the same script on the
/// node, to compare with, then the runtime.
struct SmokeRun {
    /// What to start.
    let order: SmokeOrder
    /// When it has taken too long.
    let deadline: Moment

    /// A page of a runtime's output tells what there is to know, bytes.
    private static let outputAtMost = 16 << 10
    /// A start that unpacks an image is busy for minutes, an endless loop for ever.
    private static let secondsOfProcessor: UInt64 = 300

    /// Starts it, waits for its end, and leaves nothing.
    func perform() -> AttemptEnd {
        muster_set_subreaper()
        var seen: [String: String] = [:]
        do throws(StepFailure) {
            let scratch = try ScratchFolder(below: order.folder)
            var isRemoved = false
            defer { if !isRemoved { scratch.remove() } }
            seen["token"] = scratch.token
            try furnish(scratch)
            let call = SmokeCall(
                order: order, scratch: scratch.path, user: getuid(), group: getgid())
            let home = ["\(scratch.path)/home"] + order.binds + order.looks
            let native = ["/bin/sh", "-c", InsideScript.text, "muster"] + home
            let outside = run(native, "/bin/sh", call.variables, in: scratch)
            seen["native"] = Self.short(outside.end?.output ?? "", without: scratch)
            seen["native-ms"] = outside.start.map { String($0) }
            for name in ["begun", "written"] { unlink("\(scratch.path)/home/\(name)") }
            let end = start(call, in: scratch, seen)
            let left = Orphans.end()
            isRemoved = true
            return end.saying(Self.remains(processes: left, areFilesGone: scratch.remove()))
        } catch {
            return error.end(seen: seen)
        }
    }

    /// What an image left behind that we could not end or remove, in lines.
    private static func remains(processes: Int, areFilesGone: Bool) -> [String] {
        let running =
            processes == 0 ? [] : ["muster: \(processes) processes of the container do not end"]
        return running
            + (areFilesGone ? [] : ["muster: files of the container could not be removed"])
    }

    private func furnish(_ scratch: ScratchFolder) throws(StepFailure) {
        for name in ["home", "tmp", "run"] { try scratch.folder(name) }
        try scratch.file("home/token", Array(scratch.token.utf8) + [UInt8(ascii: "\n")])
        if let loop = LoopProgram.bytes { try scratch.file("home/loop", loop, mode: 0o700) }
    }

    private func start(
        _ call: SmokeCall, in scratch: ScratchFolder, _ before: [String: String]
    ) -> AttemptEnd {
        var seen = before
        let inside = run(call.words, order.program, call.variables, in: scratch)
        seen["start-ms"] = inside.start.map { String($0) }
        seen["shell"] = ImageShell.machine(in: order.image)
        guard let end = inside.end else {
            seen["errors"] = inside.absence?.detail
            return AttemptEnd(
                works: false, step: "start", error: inside.absence?.reason.rawValue, seen: seen)
        }
        seen["exit"] = String(end.exit)
        seen["output"] = Self.short(end.output, without: scratch)
        seen["errors"] = Self.short(end.errors, without: scratch)
        seen["wrote"] = access("\(scratch.path)/home/written", F_OK) == 0 ? "yes" : "no"
        return AttemptEnd(
            works: end.exit == 0, step: "start",
            error: end.exit == 0 ? nil : "exit \(end.exit)", seen: seen)
    }

    private struct Run {
        var end: ProgramEnd?
        var absence: Absence?
        /// Milliseconds from the call to the script's first act; nil where it did
        /// nothing that was seen.
        var start: Int64?
    }

    private func run(
        _ words: [String], _ program: String, _ variables: [String], in scratch: ScratchFolder
    ) -> Run {
        var order = ChildOrder(path: program, words: words)
        order.environment = variables
        order.secondsOfProcessor = Self.secondsOfProcessor
        order.processes = ProgramRun.processes(of: nil)
        let run = ProgramRun(
            order: order, deadline: deadline, lifeline: STDIN_FILENO, finishes: false)
        var start = timespec()
        // The clock that file times are taken from: a tick of the kernel is its grain.
        clock_gettime(CLOCK_REALTIME_COARSE, &start)
        var outcome = Run()
        do throws(Absence) { outcome.end = try run.end() } catch { outcome.absence = error }
        var begun = stat()
        if stat("\(scratch.path)/home/begun", &begun) == 0 {
            outcome.start = max(0, Self.milliseconds(begun.st_mtim) - Self.milliseconds(start))
        }
        return outcome
    }

    private static func milliseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The first page, with the scratch folder by one name: it differs every time.
    private static func short(_ text: String, without scratch: ScratchFolder) -> String {
        String(decoding: text.utf8.prefix(outputAtMost), as: UTF8.self)
            .replacing(scratch.path, with: "SCRATCH")
    }
}

extension AttemptEnd {
    /// The same with more lines among what was said on standard error.
    fileprivate func saying(_ lines: [String]) -> AttemptEnd {
        if lines.isEmpty { return self }
        var seen = seen
        seen["errors"] = ([seen["errors"] ?? ""] + lines).joined(separator: "\n")
        return AttemptEnd(works: works, step: step, error: error, seen: seen)
    }
}
