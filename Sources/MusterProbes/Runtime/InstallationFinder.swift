internal import MusterModel

/// Finds every installation of Apptainer and Singularity, on the host and in CVMFS.
enum InstallationFinder {
    /// What was found; a doubt says which place could not be looked at.
    struct Found: Sendable {
        /// In the order of the search.
        var installations: [Installation] = []
        /// Why there may be more.
        var doubt: Absence?
    }

    /// Names that a runtime goes by; one may be a link to the other.
    static let names = ["apptainer", "singularity"]

    /// Looks on the host and in the repositories that are watched or mounted.
    ///
    /// Programs run side by side; the order is that of a login shell, then of the
    /// known prefixes, of the caller's `PATH`, and of the repositories.
    static func find(
        on node: any NodeView, watching: WatchList, mounts: Result<MountTable, Absence>
    ) async -> Found {
        let known = ProgramSearch.folders + ProgramSearch.prefixes
        async let host = ProgramSearch.all(
            names, in: known + ProgramSearch.callers(on: node), on: node)
        async let shared = CVMFSRuntimes.find(on: node, watching: watching, mounts: mounts)
        let (hosted, fetched) = await (host, shared)
        let places =
            hosted.paths.map { ($0, Installation.Origin.host) }
            + fetched.paths.map { ($0, .cvmfs) }
        var found = Found()
        found.installations = await inspect(places, on: node)
        found.doubt = hosted.doubt ?? fetched.doubt
        return found
    }

    private static func inspect(
        _ places: [(path: String, origin: Installation.Origin)], on node: any NodeView
    ) async -> [Installation] {
        await withTaskGroup(of: (Int, Installation).self) { group in
            for (index, place) in places.enumerated() {
                group.addTask {
                    let found = await Installation.inspect(
                        place.path, origin: place.origin, on: node)
                    return (index, found)
                }
            }
            var found: [(Int, Installation)] = []
            for await one in group { found.append(one) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
