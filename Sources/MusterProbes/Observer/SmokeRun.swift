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
            defer { scratch.remove() }
            seen["token"] = scratch.token
            try furnish(scratch)
            let call = SmokeCall(
                order: order, scratch: scratch.path, user: getuid(), group: getgid())
            let home = ["\(scratch.path)/home"] + order.binds + order.looks
            let native = ["/bin/sh", "-c", InsideScript.text, "muster"] + home
            let outside = run(native, "/bin/sh", call.variables)
            seen["native"] = Self.short(outside.end?.output ?? "", without: scratch)
            seen["native-ms"] = String(outside.took)
            unlink("\(scratch.path)/home/written")
            return start(call, in: scratch, seen)
        } catch {
            return error.end(seen: seen)
        }
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
        let inside = run(call.words, order.program, call.variables)
        seen["start-ms"] = String(inside.took)
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
        /// Milliseconds.
        var took: Int64
    }

    private func run(_ words: [String], _ program: String, _ variables: [String]) -> Run {
        var order = ChildOrder(path: program, words: words)
        order.variables = variables
        order.secondsOfProcessor = Self.secondsOfProcessor
        let start = Moment.now
        let run = ProgramRun(
            order: order, deadline: deadline, lifeline: STDIN_FILENO, finishes: false)
        do throws(Absence) {
            let end = try run.end()
            return Run(end: end, took: .now - start)
        } catch {
            return Run(absence: error, took: .now - start)
        }
    }

    /// The first page, with the scratch folder by one name: it differs every time.
    private static func short(_ text: String, without scratch: ScratchFolder) -> String {
        String(decoding: text.utf8.prefix(outputAtMost), as: UTF8.self)
            .replacing(scratch.path, with: "SCRATCH")
    }
}
