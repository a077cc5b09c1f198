internal import MusterModel

/// Runtimes that experiments bring to every node through CVMFS.
enum CVMFSRuntimes {
    /// One repository and where its runtime lies, newest layout first; the first
    /// path that is there is taken, because each program is a download.
    struct Home: Sendable {
        /// The full name, the folder below `/cvmfs`.
        let repository: String
        /// Absolute, in the order in which they are tried.
        let paths: [String]
    }

    /// OSG's runtime (OSG documentation; the path that glideinWMS falls back to,
    /// and DIRAC) and that of ATLAS (`containers/sw`), of which there is one for
    /// each release of Enterprise Linux.
    static func homes(machine: String) -> [Home] {
        let atlas = "/cvmfs/atlas.cern.ch/repo/containers/sw/apptainer/\(machine)-el"
        let shared = "/cvmfs/oasis.opensciencegrid.org/mis"
        return [
            Home(
                repository: "oasis.opensciencegrid.org",
                paths: [
                    "\(shared)/apptainer/current/bin/apptainer",
                    "\(shared)/apptainer/bin/apptainer",
                    "\(shared)/singularity/current/bin/singularity",
                    "\(shared)/singularity/bin/singularity",
                ]),
            Home(
                repository: "atlas.cern.ch",
                paths: [9, 8, 7, 10].map { "\(atlas)\($0)/current/bin/apptainer" }),
        ]
    }

    /// The runtimes of repositories that somebody watches or that are mounted; no
    /// other path below `/cvmfs` is touched, because a touch mounts it.
    static func find(
        on node: any NodeView, watching: WatchList, mounts: Result<MountTable, Absence>
    ) async -> ProgramSearch.Found {
        let machine = (try? await node.machine()) ?? "x86_64"
        let watched = Set(watching.names(of: "cvmfs.repository"))
        let table = try? mounts.get()
        var found = ProgramSearch.Found()
        for home in homes(machine: machine) {
            let isMounted = table?.mounted(on: "/cvmfs/\(home.repository)") != nil
            guard isMounted || watched.contains(home.repository) else { continue }
            do throws(Absence) {
                found.paths.append(try await first(of: home.paths, on: node))
            } catch  where error.reason == .absent {
                continue
            } catch {
                found.doubt = found.doubt ?? error
            }
        }
        return found
    }

    private static func first(
        of paths: [String], on node: any NodeView
    ) async throws(Absence) -> String {
        for path in paths {
            do throws(Absence) {
                return try await ProgramSearch.program(path, on: node)
            } catch  where error.reason == .absent {
                continue
            }
        }
        throw Absence(.absent, "\(paths.first ?? ""): not found")
    }
}
