internal import MusterModel

/// One way to run a container on this node, with what holds on that way.
struct Route: Sendable {
    /// Whose privileges set the container up.
    enum Mode: String, Hashable, Sendable, CaseIterable {
        /// A setuid starter's; a user namespace's; a daemon's.
        case setuid, unprivileged, daemon
    }

    /// `apptainer-setuid`; with `@PATH` behind it for a second one of its kind.
    var name: String
    /// The executable.
    let installation: String
    /// The runtime's flavour, or the engine's name.
    let flavour: Result<FactValue, Absence>
    /// The executable's version.
    let version: Result<Version, Absence>
    /// Whose privileges are used.
    let mode: Mode
    /// Where the executable was brought from.
    let origin: Installation.Origin
    /// Whether configuration, ownership, setuid bit and mount let it start at all.
    let enabled: Result<Bool, Absence>
    /// `yes`, `no`, `try` or `driver`, as it comes out on this route.
    let overlay: Result<String, Absence>
    /// `yes`, `no` or `preferred`.
    let underlay: Result<String, Absence>
    /// Whether containers may have their own process numbers.
    let pidNamespace: Result<Bool, Absence>
    /// Whether users may bind.
    let bindControl: Result<Bool, Absence>
    /// Whether later mounts of the host appear inside.
    let mountSlave: Result<Bool, Absence>
    /// The file that counts, or `defaults`.
    let settings: Result<String, Absence>
}

extension Route {
    /// The routes of installations and engines, by name. Of several of one kind
    /// the first keeps the plain name.
    static func derived(
        from installations: [Installation], engines: [Engine],
        dockerSocket: Result<Bool, Absence>, mounts: Result<MountTable, Absence>
    ) -> [Route] {
        var routes = installations.flatMap { installation in
            modes(of: installation).map { Route(installation, $0, mounts: mounts) }
        }
        routes += engines.compactMap { Route($0, dockerSocket: dockerSocket) }
        var names: Set<String> = []
        for index in routes.indices where !names.insert(routes[index].name).inserted {
            routes[index].name += "@" + routes[index].installation
        }
        return routes.sorted { $0.name < $1.name }
    }

    /// A setuid route where a starter is there, or may be there unseen; an
    /// unprivileged one for everything but 2.x.
    private static func modes(of installation: Installation) -> [Mode] {
        var modes: [Mode] = []
        switch installation.starter {
        case .success(let starter): if starter.path != nil { modes.append(.setuid) }
        case .failure: modes.append(.setuid)
        }
        if !installation.release.isSecond { modes.append(.unprivileged) }
        return modes
    }

    private init(
        _ installation: Installation, _ mode: Mode, mounts: Result<MountTable, Absence>
    ) {
        let configuration = installation.configuration
        func flag(_ key: String) -> Result<Bool, Absence> {
            configuration.trying { configuration throws(Absence) in try configuration.flag(key) }
        }
        let kind = installation.origin == .cvmfs ? "cvmfs" : mode.rawValue
        let family =
            installation.release.flavour?.folderName
            ?? (installation.path.hasSuffix("/apptainer") ? "apptainer" : "singularity")
        name = "\(family)-\(kind)"
        self.installation = installation.path
        flavour = installation.release.flavourWord
        version = installation.release.version
        self.mode = mode
        origin = installation.origin
        enabled =
            mode == .setuid
            ? installation.startsSetuid(mounts: mounts) : installation.startsUnprivileged
        overlay = installation.overlay(mode)
        underlay = installation.underlay
        pidNamespace = flag("allow pid ns")
        bindControl = flag("user bind control")
        mountSlave = flag("mount slave")
        settings = configuration.map { $0.isFile ? $0.source : "defaults" }
    }
}

extension Installation {
    /// Every condition of a setuid start; one that fails settles it, whatever is
    /// not known of the others.
    func startsSetuid(mounts: Result<MountTable, Absence>) -> Result<Bool, Absence> {
        let conditions: [Result<Bool, Absence>] = [
            starterState.map { $0 == .enabled },
            isReadable,
            // starter-suid: "… must be owned by root"
            configurationAttributes.map { $0.user == 0 },
            starter.trying { starter throws(Absence) in
                guard let path = starter.path else { return false }
                let table = try mounts.get()
                return table.covering(path)?.options.contains("nosuid") != true
            },
        ]
        return Self.all(conditions)
    }

    /// The conditions of an unprivileged start that the installation itself makes;
    /// what the kernel allows is another probe's.
    var startsUnprivileged: Result<Bool, Absence> {
        let allowed = configuration.trying { configuration throws(Absence) in
            do throws(Absence) {
                return try configuration.flag("allow user ns")
            } catch  where error.reason == .unsupported {
                return true
            }
        }
        return Self.all([isReadable, allowed])
    }

    /// Whether the runtime gets past its configuration file: without one, or with
    /// one value that it refuses, it starts in no mode.
    private var isReadable: Result<Bool, Absence> {
        switch configuration {
        case .success(let configuration): .success(configuration.refusal == nil)
        case .failure(let absence) where absence.reason == .absent: .success(false)
        case .failure(let absence): .failure(absence)
        }
    }

    private static func all(_ conditions: [Result<Bool, Absence>]) -> Result<Bool, Absence> {
        if conditions.contains(.success(false)) { return .success(false) }
        return conditions.first { $0 != .success(true) } ?? .success(true)
    }

    /// How missing bind points are made with an overlay in `mode`.
    ///
    /// In a user namespace Singularity before 3.11 and Apptainer before 1.2 use
    /// the underlay alone, whatever is configured, unless an image driver does it
    /// (`prepare_linux.go`, "NEED FIX").
    func overlay(_ mode: Route.Mode) -> Result<String, Absence> {
        configuration.trying { configuration throws(Absence) in
            let word = try configuration.word("enable overlay")
            guard mode == .unprivileged, word == "yes" || word == "try" else { return word }
            let version = try release.version.get()
            guard let line = release.flavour?.line else { throw release.doubt }
            let first = line == .apptainer ? Version("1.2") : Version("3.11")
            return version.compared(toLimit: first) < 0 ? "no" : word
        }
    }

    /// 2.x has no underlay: there the answer is no, not unknown.
    var underlay: Result<String, Absence> {
        if release.isSecond { return .success("no") }
        return configuration.trying { configuration throws(Absence) in
            try configuration.word("enable underlay")
        }
    }
}
