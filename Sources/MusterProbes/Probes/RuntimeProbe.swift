public import MusterModel

/// Which container runtimes are here, how they are configured, and which ways of
/// running a container follow from that.
public enum RuntimeProbe: Probe {
    private static let dockerDaemon = FactCard(
        "runtime.docker.daemon", .bool,
        "Whether something listens on /run/docker.sock.", keeping: .gauge)
    private static let dockerMembers = FactCard(
        "runtime.docker.members", .list,
        "Members of group docker in /etc/group, who are root through the daemon.")

    private static let searched = FactCard(
        "runtime.search.folders", .list,
        "The folders of the caller's PATH that were searched beside the known ones.",
        keeping: .gauge)
    private static let refused = FactCard(
        "runtime.search.refused", .paths,
        "Programs that root's audit found and did not run, because others than root may write "
            + "them or a folder above.", keeping: .gauge)

    /// The facts of area `runtime`.
    public static let card = ProbeCard(
        "runtime", "Which container runtimes are installed, and what do they allow?",
        sources: [
            "known folders and prefixes, then the caller's PATH",
            "/cvmfs/*/…/bin/apptainer of watched repositories",
            "PROGRAM --version", "PREFIX/etc/apptainer/apptainer.conf",
            "PREFIX/etc/singularity/singularity.conf", "PREFIX/libexec/*/bin/starter-suid",
            "/proc/1/mountinfo", "/run/docker.sock", "/etc/group",
        ],
        facts: InstallationFacts.cards + RouteFacts.cards
            + [
                RouteFacts.enginePath, RouteFacts.engineVersion, dockerDaemon, dockerMembers,
                searched, refused,
            ],
        subjects: [
            SubjectCard(
                "runtime.installation", roster: InstallationFacts.roster,
                "An Apptainer or Singularity, named by the path of its executable."),
            SubjectCard(
                "runtime.route", roster: RouteFacts.roster,
                "A way to run a container: apptainer-setuid, apptainer-cvmfs, podman-rootless; "
                    + "a second one of a kind has its executable behind an @."),
            SubjectCard(
                "runtime.engine", roster: RouteFacts.engineRoster,
                "A container program that is neither Apptainer nor Singularity."),
        ],
        mayBlock: true)

    /// Finds installations and engines side by side, then derives the routes.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        let mounts = await mountTable(of: node)
        async let installed = InstallationFinder.find(on: node, watching: watching, mounts: mounts)
        async let equipped = Engine.find(on: node)
        async let docker = dockerFacts(on: node)
        let socket = await Result.of { () async throws(Absence) in
            try await node.exists(Docker.socket)
        }
        let (found, engines) = await (installed, equipped)
        let routes = Route.derived(
            from: found.installations, engines: engines.engines, dockerSocket: socket,
            mounts: mounts)

        var notes = Notes()
        notes.note(
            InstallationFacts.roster, settled: roster(found.installations.map(\.path), found.doubt),
            from: "PATH")
        notes.note(
            RouteFacts.engineRoster, settled: roster(engines.engines.map(\.name), engines.doubt),
            from: "PATH")
        notes.note(
            RouteFacts.roster, settled: roster(routes.map(\.name), found.doubt ?? engines.doubt),
            from: "PATH")
        for installation in found.installations { InstallationFacts.note(installation, in: &notes) }
        for engine in engines.engines { RouteFacts.note(engine, in: &notes) }
        for route in routes { RouteFacts.note(route, in: &notes) }
        notes.note(searched, .list(ProgramSearch.callers(on: node)), from: "PATH")
        let programs =
            found.installations.filter { $0.origin == .host }.map(\.path)
            + engines.engines.map(\.path)
        let foreign = await ProgramTrust.refused(programs, on: node)
        notes.note(refused, .paths(Set(foreign)), from: "stat")
        return notes.facts + (await docker)
    }

    /// What was found; where nothing was and a place could not be looked at, why.
    private static func roster(
        _ names: [String], _ doubt: Absence?
    ) -> Result<FactValue, Absence> {
        if names.isEmpty, let doubt { return .failure(doubt) }
        return .success(.list(names))
    }

    private static func mountTable(of node: any NodeView) async -> Result<MountTable, Absence> {
        let path = node.mountTablePath
        return await Result.of { () async throws(Absence) in
            try MountTable(parsing: try await node.text(of: path), from: path)
        }
    }

    private static func dockerFacts(on node: any NodeView) async -> [Fact] {
        var notes = Notes()
        await notes.note(dockerDaemon, from: Docker.socket) { () async throws(Absence) in
            .bool(try await Docker.listens(on: node))
        }
        await notes.note(dockerMembers, from: "/etc/group") { () async throws(Absence) in
            .list(try Docker.members(in: try await node.text(of: "/etc/group")))
        }
        return notes.facts
    }
}
