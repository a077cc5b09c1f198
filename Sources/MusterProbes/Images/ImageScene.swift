internal import MusterModel

/// What is the same for all images of a node.
struct ImageScene: Sendable {
    /// The node itself.
    let node: any NodeView
    /// Bind points that images are asked for.
    let points: [String]
    /// Seconds since 1970.
    let now: Result<Int64, Absence>
    /// `uname -m`.
    let machine: Result<String, Absence>
    /// The runtime that verifies signatures; nil where none is installed.
    let verifier: String?
    /// The program that lists a squashfs where a library is missing.
    let lister: String?
    /// Whether servers may be asked for images that are not on the node.
    let asksServers: Bool
    /// The program that asks them; nil where it is not installed.
    let curl: String?

    /// Folders that every runtime fills itself: nothing in them has to be in an
    /// image (apptainer.conf, mount proc, mount sys, mount dev).
    private static let mounted = ["/proc", "/sys", "/dev"]

    /// Looks at the node, for the images that `watching` names.
    init(_ node: any NodeView, watching: WatchList) async {
        self.node = node
        let asked = watching.names(of: "images.bind-point")
        let points = asked.isEmpty ? watching.names(of: "binds.bind") : asked
        self.points = points.filter { point in
            ImageInquiry.isLookedFor(point)
                && !Self.mounted.contains { point == $0 || point.hasPrefix($0 + "/") }
        }
        now = await Result.looked { () async throws(Absence) in
            try await CvmfsClock.now(on: node)
        }
        machine = await Result.looked { () async throws(Absence) in try await node.machine() }
        verifier = await ProgramSearch.all(
            ["apptainer", "singularity"], in: ProgramSearch.folders, on: node
        ).paths.first
        lister = await ProgramSearch.all(
            ["unsquashfs"], in: ProgramSearch.folders, on: node
        ).paths.first
        asksServers = !watching.names(of: "images.server").isEmpty
        curl =
            asksServers
            ? await ProgramSearch.all(["curl"], in: ProgramSearch.folders, on: node).paths.first
            : nil
    }
}
