internal import MusterModel

/// One smoke, understood: the runtime's end and what was read inside, beside the
/// same on the node.
struct SmokeResult: Sendable {
    /// What was started.
    let order: SmokeOrder
    /// How it ended.
    let end: AttemptEnd
    /// What was read inside; an absence where nothing could be.
    let inside: Result<SmokeReading, Absence>
    /// The same script on the node.
    let outside: Result<SmokeReading, Absence>

    /// Reads both outputs of an attempt.
    init(_ end: AttemptEnd, of order: SmokeOrder) {
        self.end = end
        self.order = order
        func reading(_ name: String) -> Result<SmokeReading, Absence> {
            guard let text = end.seen[name] else {
                return .failure(
                    Absence(.absent, "no container: its start ended at the step \(end.step)"))
            }
            return Result.success(text).trying { text throws(Absence) in
                let reading = try SmokeReading(text)
                guard reading.isWhole else {
                    throw Absence(
                        .absent, "no container: the script inside did not come to its end")
                }
                return reading
            }
        }
        inside = reading("output")
        outside = reading("native")
    }

    /// Whether the container ran, and held what was brought along.
    var works: Bool { end.works && hasToken && !fallbacks.contains("fatal-exit-0") }

    /// Whether the folder that was bound had its content inside, and what was written
    /// there was there outside.
    var hasToken: Bool {
        guard let token = end.seen["token"], let inside = try? inside.get() else { return false }
        return inside.values["token"] == token && end.seen["wrote"] == "yes"
    }

    /// The cause as `smoke.route.cause` names it.
    var cause: String {
        if works { return "none" }
        switch (end.step, end.error) {
        case ("scratch", "ENOSPC"), ("scratch", "EDQUOT"): return "disk-full"
        case ("scratch", _): return "scratch-refused"
        case (_, "timed-out"): return "slow"
        default: break
        }
        let said = (end.seen["errors"] ?? "") + "\n" + (end.seen["output"] ?? "")
        let named = SmokeCause.named(in: said)
        if named == nil || named == "exec-format" || named == "no-shell", let shell { return shell }
        if let named { return named }
        guard end.works else { return "unnamed" }
        if (try? inside.get()) == nil { return "no-answer" }
        return "bind-content"
    }

    /// What is wrong with the image's own shell; nil where nothing is.
    private var shell: String? {
        guard let machine = end.seen["shell"] else { return nil }
        switch machine {
        case "none": return "no-shell"
        case "damaged": return "image-damaged"
        default:
            guard let ours = (try? outside.get())?.values["machine"], ours != machine else {
                return nil
            }
            return "architecture"
        }
    }

    /// The watched binds that were the same thing inside as outside.
    var shown: Result<Set<String>, Absence> {
        inside.trying { inside throws(Absence) in
            let outside = try outside.get()
            let same = order.binds.filter { path in
                guard let there = inside.paths[path], let here = outside.paths[path] else {
                    return false
                }
                return there.identity == nil || here.identity == nil
                    || there.identity == here.identity
            }
            return Set(same)
        }
    }

    /// Ways in which the runtime did something else than it was asked, and said
    /// nothing by its exit code.
    var fallbacks: [String] {
        let errors = (end.seen["errors"] ?? "").lowercased()
        var found: Set<String> = []
        // OSPool refuses a route whose output holds these words (ospool-lib).
        if errors.contains("temporary sandbox") { found.insert("temporary-sandbox") }
        guard end.works else { return found.sorted() }
        // glideinWMS warns of the same (singularity_lib.sh).
        if errors.split(separator: "\n").contains(where: { Self.plain($0).hasPrefix("fatal:") }) {
            found.insert("fatal-exit-0")
        }
        if let shown = try? shown.get(), shown.count < order.binds.count {
            found.insert("dropped-bind")
        }
        if order.launcher == .setuid, (try? mode.get()) == .unprivileged {
            found.insert("setuid-unused")
        }
        return found.sorted()
    }

    /// A line without the colours that Singularity 2.x and Apptainer put before it.
    private static func plain(_ line: Substring) -> Substring {
        guard line.utf8.first == 0x1B, let end = line.firstIndex(of: "m") else { return line }
        return line[end...].dropFirst()
    }

    /// Whose ids the container had.
    var mode: Result<ContainerMode, Absence> {
        inside.trying { inside throws(Absence) in
            guard let map = inside.values["uid-map"] else {
                throw Absence(.absent, "inside: no /proc/self/uid_map")
            }
            let outside = (try? outside.get())?.values["uid-map"]
            return try ContainerMode(uidMap: map, outside: outside)
        }
    }

    /// Whether a namespace was another one than outside.
    func isolated(_ kind: String) -> Result<Bool, Absence> {
        inside.trying { inside throws(Absence) in
            let outside = try outside.get()
            guard let there = inside.values[kind], let here = outside.values[kind] else {
                throw Absence(.unsupported, "inside: no readlink to tell the \(kind) namespace")
            }
            return there != here
        }
    }
}
