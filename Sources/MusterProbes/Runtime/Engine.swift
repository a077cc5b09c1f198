internal import MusterModel

/// A container program beside Apptainer and Singularity.
struct Engine: Sendable {
    /// The engines with the name of their program.
    static let programs: [(name: String, program: String)] = [
        ("bubblewrap", "bwrap"), ("charliecloud", "ch-run"), ("crun", "crun"),
        ("docker", "docker"), ("podman", "podman"), ("runc", "runc"),
    ]

    /// `podman`, `bubblewrap`: the project, not the program.
    let name: String
    /// The executable, links resolved.
    let path: String
    /// Of docker the client's.
    let version: Result<Version, Absence>

    /// What was found, by name, and the first place that could not be looked at.
    struct Found: Sendable {
        /// By name.
        var engines: [Engine] = []
        /// Why a folder's programs are not known.
        var doubt: Absence?
    }

    /// The first program of each engine on `PATH`; all are asked side by side.
    static func find(on node: any NodeView) async -> Found {
        let places = await places(on: node)
        let engines = await withTaskGroup(of: Engine?.self) { group in
            for place in places.paths {
                group.addTask { await inspect(place.name, place.path, on: node) }
            }
            var engines: [Engine] = []
            for await engine in group { if let engine { engines.append(engine) } }
            return engines
        }
        return Found(engines: engines.sorted { $0.name < $1.name }, doubt: places.doubt)
    }

    private static func places(
        on node: any NodeView
    ) async -> (paths: [(name: String, path: String)], doubt: Absence?) {
        var paths: [(name: String, path: String)] = []
        var doubt: Absence?
        for engine in programs {
            let found = await ProgramSearch.all(
                [engine.program],
                in: ProgramSearch.folders + ProgramSearch.callers(on: node), on: node)
            if let path = found.paths.first { paths.append((engine.name, path)) }
            doubt = doubt ?? found.doubt
        }
        return (paths, doubt)
    }

    /// nil where the program is another engine under a borrowed name, as
    /// podman-docker is.
    private static func inspect(
        _ name: String, _ path: String, on node: any NodeView
    ) async -> Engine? {
        let answer = await Result.of { () async throws(Absence) in
            try await ProgramTrust.check(path, on: node)
            return try await node.versionAnswer(of: path, orCommand: false)
        }
        if name == "docker", (try? answer.get())?.product == "podman" { return nil }
        return Engine(name: name, path: path, version: answer.map(\.version))
    }
}

extension Route {
    /// The route of an engine that runs containers for users; nil for the others.
    init?(_ engine: Engine, dockerSocket: Result<Bool, Absence>) {
        let mode: Mode
        switch engine.name {
        case "podman": (name, mode) = ("podman-rootless", .unprivileged)
        case "docker": (name, mode) = ("docker", .daemon)
        case "charliecloud": (name, mode) = ("charliecloud", .unprivileged)
        default: return nil
        }
        let unread = Absence(.unsupported, "\(engine.name): has no such setting")
        // Their containers have a writable layer of the engine's own storage, in
        // which any bind point is made; Charliecloud's image is a plain folder.
        let isLayered = engine.name != "charliecloud"
        installation = engine.path
        flavour = .success(.string(engine.name))
        version = engine.version
        self.mode = mode
        origin = .host
        enabled = mode == .daemon ? dockerSocket : .success(true)
        overlay = isLayered ? .success("driver") : .failure(unread)
        underlay = isLayered ? .success("no") : .failure(unread)
        // ch-run makes a user and a mount namespace and no other (ch-run(1)).
        pidNamespace = .success(isLayered)
        bindControl = .success(true)
        mountSlave = .failure(unread)
        settings = .failure(unread)
    }
}
