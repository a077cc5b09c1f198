public import MusterModel

/// How a docker daemon on the node is set up, and what its users could reach.
///
/// Whether it listens, and who is in group docker, are facts of area `runtime`.
public enum DockerProbe: Probe {
    static let installed = FactCard(
        "docker.daemon.installed", .bool, "Whether dockerd is on PATH.")
    static let path = FactCard(
        "docker.daemon.path", .string, "The executable of the daemon, links resolved.")
    static let rootless = FactCard(
        "docker.rootless.installed", .bool,
        "Whether dockerd-rootless.sh is on PATH, by which users run a daemon of their own.")
    static let owner = FactCard(
        "docker.socket.owner", .integer, "The user that owns /run/docker.sock.")
    static let group = FactCard(
        "docker.socket.group", .string,
        "The group of /run/docker.sock, by its name in /etc/group, else its number.")
    static let mode = FactCard(
        "docker.socket.mode", .string, "The permission bits of /run/docker.sock, 0660.")
    static let isOpen = FactCard(
        "docker.socket.open", .bool,
        "Whether every user may write to the socket, and so be root.")
    static let members = FactCard(
        "docker.socket.members", .list,
        "Who is in the socket's group by /etc/group and /etc/passwd, sorted: all are root.")
    static let shared = FactCard(
        "docker.mounts.shared", .paths,
        "File systems of the site that are mounted for writing, which root inside a container "
            + "could change.",
        keeping: .gauge)
    static let exposed = FactCard(
        "docker.mounts.exposed", .bool, "Whether there is such a file system.", keeping: .gauge)

    /// Every fact and its sources.
    public static let card = ProbeCard(
        "docker", "How is docker set up on this node?",
        sources: [
            "PATH", "docker.service and its drop-ins", "EnvironmentFile= of the unit",
            DaemonOptions.file, Docker.socket, "/etc/group", "/etc/passwd", "the mount table",
        ],
        facts: [installed, path, rootless, owner, group, mode, isOpen, members, shared, exposed]
            + DaemonFacts.cards,
        mayBlock: true)

    /// Looks at the node; files alone, no program is run and nobody is connected to.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        var notes = Notes()
        let daemon = await program("dockerd", on: node)
        let isThere = daemon.trying { (path) throws(Absence) in path != nil }
        notes.note(installed, settled: isThere.map(FactValue.bool), from: "PATH")
        notes.note(
            path,
            settled: daemon.trying { (path) throws(Absence) in .string(try present(path)) },
            from: "PATH")
        let wrapper = await program("dockerd-rootless.sh", on: node)
        notes.note(rootless, settled: wrapper.map { .bool($0 != nil) }, from: "PATH")
        DaemonFacts.note(await options(of: daemon, on: node), in: &notes)
        await noteSocket(node, in: &notes)
        let source = node.mountTablePath
        let mounts = await Result.of { () async throws(Absence) in
            SharedMounts.writable(
                in: try MountTable(parsing: try await node.text(of: source), from: source))
        }
        notes.note(shared, settled: mounts.map(FactValue.paths), from: source)
        notes.note(exposed, settled: mounts.map { .bool(!$0.isEmpty) }, from: source)
        return notes.facts
    }

    private static func program(
        _ name: String, on node: any NodeView
    ) async -> Result<String?, Absence> {
        let found = await ProgramSearch.all([name], in: ProgramSearch.folders, on: node)
        if let path = found.paths.first { return .success(path) }
        return found.doubt.map { .failure($0) } ?? .success(nil)
    }

    private static func present(_ path: String?) throws(Absence) -> String {
        guard let path else { throw Absence(.absent, "docker is not installed: no dockerd") }
        return path
    }

    private static func options(
        of daemon: Result<String?, Absence>, on node: any NodeView
    ) async -> Result<DaemonOptions, Absence> {
        await Result.of { () async throws(Absence) in
            _ = try present(try daemon.get())
            var options = DaemonOptions()
            do throws(Absence) {
                let command = try await DaemonUnit.command(on: node)
                options.read(command: command.words, from: command.origin)
            } catch  where error.reason == .absent {}
            let file = options.fileOfFlag ?? DaemonOptions.file
            do throws(Absence) {
                try options.read(json: try await node.text(of: file), from: file)
            } catch  where error.reason == .absent {}
            return options
        }
    }

    private static func noteSocket(_ node: any NodeView, in notes: inout Notes) async {
        let socket = await Result.of { () async throws(Absence) in
            try await node.attributes(of: Docker.socket)
        }
        let origin = Docker.socket
        notes.note(owner, settled: socket.map { .integer(Int64($0.user)) }, from: origin)
        notes.note(mode, settled: socket.map { .string(octal($0.mode)) }, from: origin)
        notes.note(isOpen, settled: socket.map { .bool($0.mode & 0o002 != 0) }, from: origin)
        await notes.note(group, from: origin) { () async throws(Absence) in
            let number = try socket.get().group
            let groups = try await node.text(of: "/etc/group")
            return .string(AccountFiles.name(ofGroup: number, in: groups) ?? String(number))
        }
        await notes.note(members, from: "/etc/group, /etc/passwd") { () async throws(Absence) in
            let found = try socket.get()
            // A group that may not write gives nothing to its members.
            guard found.mode & 0o020 != 0 else { return .list([]) }
            let (groups, users) = try await accounts(node)
            return .list(
                try AccountFiles.members(ofGroup: found.group, groups: groups, users: users))
        }
    }

    private static func accounts(
        _ node: any NodeView
    ) async throws(Absence) -> (groups: String, users: String) {
        let groups = try await node.text(of: "/etc/group")
        do throws(Absence) {
            return (groups, try await node.text(of: "/etc/passwd"))
        } catch  where error.reason == .absent {
            return (groups, "")
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
