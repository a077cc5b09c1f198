internal import MusterModel

/// The facts of one smoked route, and what each says.
enum SmokeFacts {
    /// Whether anything was to be started.
    static let asked = FactCard(
        "smoke.run.asked", .bool, "Whether this audit was asked to start containers (--smoke).")
    /// Whether there was anything to start.
    static let supplied = FactCard(
        "smoke.run.supplied", .bool,
        "Whether an image to start was named: by --smoke-image, or one of the site's that is there."
    )
    /// The roster of smoked routes.
    static let roster = FactCard(
        "smoke.routes.list", .list, "The routes that were tried with --smoke, by name.")
    private static let kind = FactCard(
        "smoke.route.kind", .string,
        "How the route is called: setuid or userns (Apptainer and Singularity), podman, docker or "
            + "charliecloud.")
    private static let works = FactCard(
        "smoke.route.works", .bool,
        "Whether a container ran, and a folder bound into it could be read and written there.")
    private static let cause = FactCard(
        "smoke.route.cause", .string,
        "Why not, by a known text of the runtime: bind-point, userns-refused, image-format …; "
            + "unnamed where no known text fits; none where it works.")
    private static let step = FactCard(
        "smoke.route.step", .string, "How far it came: scratch, start.")
    private static let message = FactCard(
        "smoke.route.message", .string,
        "The line of the runtime that tells most; process numbers are among its words.",
        keeping: .gauge)
    private static let exit = FactCard(
        "smoke.route.exit", .integer, "The runtime's exit code.")
    private static let image = FactCard(
        "smoke.route.image", .string, "The image that was started.")
    private static let mode = FactCard(
        "smoke.route.mode", .string,
        "What uid_map says inside: privileged, unprivileged or fakeroot.")
    private static let userKept = FactCard(
        "smoke.route.user-kept", .bool, "Whether user and group had the same ids inside.")
    private static let pidAsked = FactCard(
        "smoke.route.pid-asked", .bool,
        "Whether process numbers of its own were asked for; Charliecloud has none.")
    private static let pidIsolated = FactCard(
        "smoke.route.pid-isolated", .bool, "Whether the container had them.")
    private static let ipcIsolated = FactCard(
        "smoke.route.ipc-isolated", .bool, "Whether the container had shared memory of its own.")
    private static let shown = FactCard(
        "smoke.route.binds-shown", .paths,
        "The bound paths that were the same thing inside as on the node.")
    private static let missing = FactCard(
        "smoke.route.binds-missing", .paths, "The bound paths that were not.")
    private static let cvmfs = FactCard(
        "smoke.route.cvmfs", .bool,
        "Whether /cvmfs and the mounted repositories could be read inside.")
    private static let environment = FactCard(
        "smoke.route.environment", .bool, "Whether a variable of the caller arrived inside.")
    private static let system = FactCard(
        "smoke.route.os", .string, "The image's system, from its os-release: ID and VERSION_ID.")
    private static let architecture = FactCard(
        "smoke.route.architecture", .string, "What uname says inside.")
    private static let fallbacks = FactCard(
        "smoke.route.fallbacks", .list,
        "What the runtime did instead of what it was asked, without failing: temporary-sandbox, "
            + "dropped-bind, fatal-exit-0, setuid-unused; sorted.")
    private static let start = FactCard(
        "smoke.route.start", .duration,
        "From the runtime's call to the first act inside, by a file's time: exact to some ms.",
        keeping: .gauge)
    private static let native = FactCard(
        "smoke.route.native", .duration, "The same for the script on the node itself.",
        keeping: .gauge)
    private static let speed = FactCard(
        "smoke.route.loop-percent", .integer,
        "How long a loop of machine code took inside, in per cent of its time on the node.",
        keeping: .gauge)

    /// Every fact of the probe but the roster.
    static let cards = [asked, supplied, kind] + found

    private static let found = [
        works, cause, step, message, exit, image, mode, userKept, pidAsked, pidIsolated,
        ipcIsolated, shown, missing, cvmfs, environment, system, architecture, fallbacks, start,
        native, speed,
    ]

    /// Writes down all facts of one route.
    static func note(
        _ settled: Result<SmokeResult, Absence>, of route: Route, in notes: inout Notes
    ) {
        let launcher = SmokeStage.launcher(of: route)
        notes.note(kind, of: route.name, .string(launcher.rawValue), from: route.installation)
        switch settled {
        case .failure(let absence):
            for card in found {
                notes.note(card, of: route.name, missing: absence, from: route.installation)
            }
        case .success(let result):
            let scribe = Scribe(result: result, route: route.name)
            scribe.noteEnd(in: &notes)
            scribe.noteInside(in: &notes)
            scribe.noteTimes(in: &notes)
        }
    }

    /// Writes one route's facts from one origin.
    private struct Scribe {
        let result: SmokeResult
        let route: String

        private func note(
            _ card: FactCard, _ settled: Result<FactValue, Absence>, in notes: inout Notes
        ) {
            notes.note(card, of: route, settled: settled, from: result.order.program)
        }

        func noteEnd(in notes: inout Notes) {
            note(works, .success(.bool(result.works)), in: &notes)
            note(cause, .success(.string(result.cause)), in: &notes)
            note(step, .success(.string(result.end.step)), in: &notes)
            note(message, .success(.string(result.message)), in: &notes)
            let code = result.end.seen["exit"].flatMap { Int64($0) }
            note(
                exit,
                code.map { .success(.integer($0)) }
                    ?? .failure(Absence(.timedOut, "\(result.order.program): did not end")),
                in: &notes)
            note(image, .success(.string(result.order.image)), in: &notes)
            note(fallbacks, .success(.list(result.fallbacks)), in: &notes)
            let asks = result.order.launcher != .charliecloud
            note(pidAsked, .success(.bool(asks)), in: &notes)
        }

        func noteInside(in notes: inout Notes) {
            note(mode, result.mode.map { .string($0.rawValue) }, in: &notes)
            note(userKept, result.userKept.map(FactValue.bool), in: &notes)
            note(pidIsolated, result.isolated("pid").map(FactValue.bool), in: &notes)
            note(ipcIsolated, result.isolated("ipc").map(FactValue.bool), in: &notes)
            note(shown, result.shown.map(FactValue.paths), in: &notes)
            let binds = result.order.binds
            note(missing, result.shown.map { .paths(Set(binds).subtracting($0)) }, in: &notes)
            note(cvmfs, result.readsCvmfs.map(FactValue.bool), in: &notes)
            note(
                environment, result.inside.map { .bool($0.values["environment"] == "kept") },
                in: &notes)
            note(system, result.system.map(FactValue.string), in: &notes)
            note(
                architecture,
                result.inside.trying { inside throws(Absence) in
                    guard let machine = inside.values["machine"] else {
                        throw Absence(.unsupported, "inside: no uname")
                    }
                    return .string(machine)
                }, in: &notes)
        }

        func noteTimes(in notes: inout Notes) {
            note(start, result.span("start-ms"), in: &notes)
            note(native, result.span("native-ms"), in: &notes)
            note(speed, result.loopPercent.map(FactValue.integer), in: &notes)
        }
    }
}
