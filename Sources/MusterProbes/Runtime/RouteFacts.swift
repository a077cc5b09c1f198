internal import MusterModel

/// The facts of one route and of one engine, and what each says.
enum RouteFacts {
    /// The roster of routes.
    static let roster = FactCard(
        "runtime.routes.list", .list,
        "The ways to run a container whose program is present, by name.")
    private static let installation = FactCard(
        "runtime.route.installation", .string, "The executable that starts the container.")
    private static let flavour = FactCard(
        "runtime.route.flavour", .string, "The flavour of the runtime, or the engine's name.")
    private static let version = FactCard(
        "runtime.route.version", .version, "The version of the executable.")
    private static let mode = FactCard(
        "runtime.route.mode", .string,
        "setuid, unprivileged or daemon: whose privileges set the container up.")
    private static let origin = FactCard("runtime.route.origin", .string, "host or cvmfs.")
    private static let enabled = FactCard(
        "runtime.route.enabled", .bool,
        "Whether configuration, ownership, setuid bit, mount options and, for docker, a daemon's "
            + "socket let this route start at all; what the kernel allows is not asked here.")
    private static let overlay = FactCard(
        "runtime.route.overlay", .string,
        "Whether this route makes missing bind points with an overlay: yes, no, try, or driver for "
            + "an image driver or the engine's own storage.")
    private static let underlay = FactCard(
        "runtime.route.underlay", .string,
        "Whether this route makes missing bind points with an underlay: yes, no or preferred.")
    private static let pidNamespace = FactCard(
        "runtime.route.pid-namespace", .bool,
        "Whether a container on this route may have process numbers of its own.")
    private static let bindControl = FactCard(
        "runtime.route.bind-control", .bool, "Whether users may name directories to bind.")
    private static let mountSlave = FactCard(
        "runtime.route.mount-slave", .bool,
        "Whether mounts made later on the host appear inside running containers.")
    private static let settings = FactCard(
        "runtime.route.settings", .string,
        "The configuration file that counts on this route, or defaults where it reads none.")

    /// The roster of engines.
    static let engineRoster = FactCard(
        "runtime.engines.list", .list,
        "Which of podman, docker, runc, crun, Charliecloud and bubblewrap are on PATH.")
    /// Where an engine is.
    static let enginePath = FactCard(
        "runtime.engine.path", .string, "The engine's executable, links resolved.")
    /// Which version of an engine.
    static let engineVersion = FactCard(
        "runtime.engine.version", .version,
        "What `--version` prints on standard output; of docker the client's.")

    /// Every fact of a route.
    static let cards = [
        installation, flavour, version, mode, origin, enabled, overlay, underlay, pidNamespace,
        bindControl, mountSlave, settings,
    ]

    /// Writes down all facts of `route`.
    static func note(_ route: Route, in notes: inout Notes) {
        let source = (try? route.settings.get()).flatMap { $0 == "defaults" ? nil : $0 }
        let origin = source ?? route.installation
        func note(_ card: FactCard, _ settled: Result<FactValue, Absence>) {
            notes.note(card, of: route.name, settled: settled, from: origin)
        }
        note(installation, .success(.string(route.installation)))
        note(flavour, route.flavour)
        note(version, route.version.map(FactValue.version))
        note(mode, .success(.string(route.mode.rawValue)))
        note(self.origin, .success(.string(route.origin.rawValue)))
        note(enabled, route.enabled.map(FactValue.bool))
        note(overlay, route.overlay.map(FactValue.string))
        note(underlay, route.underlay.map(FactValue.string))
        note(pidNamespace, route.pidNamespace.map(FactValue.bool))
        note(bindControl, route.bindControl.map(FactValue.bool))
        note(mountSlave, route.mountSlave.map(FactValue.bool))
        note(settings, route.settings.map(FactValue.string))
    }

    /// Writes down all facts of `engine`.
    static func note(_ engine: Engine, in notes: inout Notes) {
        let asked = "\(engine.path) --version"
        notes.note(enginePath, of: engine.name, .string(engine.path), from: engine.path)
        notes.note(
            engineVersion, of: engine.name, settled: engine.version.map(FactValue.version),
            from: asked)
    }
}
