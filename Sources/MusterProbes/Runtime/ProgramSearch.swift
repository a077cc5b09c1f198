internal import MusterModel

/// Where programs are looked for: as a login shell, a pilot and the caller would.
enum ProgramSearch {
    /// `PATH` of a login shell, in its order.
    static let folders = [
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ]

    /// Where sites install a runtime of their own beside `PATH`.
    static let prefixes = [
        "/opt/apptainer/bin", "/opt/singularity/bin", "/opt/singularity-ce/bin",
        "/usr/local/apptainer/bin", "/usr/local/singularity/bin",
    ]

    /// The caller's own folders, without those that are searched anyway.
    static func callers(on node: any NodeView) -> [String] {
        node.searchPath.filter { !folders.contains($0) && !prefixes.contains($0) }
    }

    /// What a search came to: programs by their real paths, and the first place
    /// that could not be looked at.
    struct Found: Sendable {
        /// Real paths, each once.
        var paths: [String] = []
        /// Why there may be more.
        var doubt: Absence?
    }

    /// Every program of the given names in the given folders, links resolved, each
    /// once, in the order of folders, then names.
    static func all(
        _ names: [String], in folders: [String], on node: any NodeView
    ) async -> Found {
        var found = Found()
        for folder in folders {
            for name in names {
                do throws(Absence) {
                    let path = try await program("\(folder)/\(name)", on: node)
                    if !found.paths.contains(path) { found.paths.append(path) }
                } catch  where error.reason == .absent {
                    continue
                } catch {
                    found.doubt = found.doubt ?? error
                }
            }
        }
        return found
    }

    /// The real path of a program.
    /// - Throws: absent where nothing is there or what is there is no program.
    static func program(
        _ path: String, on node: any NodeView
    ) async throws(Absence) -> String {
        let found = try await node.attributes(of: path)
        guard found.kind == .file, found.mode & 0o111 != 0 else {
            throw Absence(.absent, "\(path): no program")
        }
        return try await resolved(path, on: node)
    }

    /// A path without symbolic links: `/bin/singularity` may be
    /// `/usr/bin/apptainer`.
    /// - Throws: why a step could not be looked at; malformed after as many links
    ///   as the kernel follows.
    static func resolved(
        _ path: String, on node: any NodeView
    ) async throws(Absence) -> String {
        var ahead = Array(path.split(separator: "/").reversed().map(String.init))
        var here: [String] = []
        var links = 0
        while let name = ahead.popLast() {
            if name == "." { continue }
            if name == ".." {
                _ = here.popLast()
                continue
            }
            let next = "/" + (here + [name]).joined(separator: "/")
            do throws(Absence) {
                let target = try await node.target(of: next)
                links += 1
                if links > 40 { throw Absence(.malformed, "\(path): too many links") }
                ahead += target.split(separator: "/").reversed().map(String.init)
                if target.hasPrefix("/") { here = [] }
            } catch  where error.reason == .absent {
                here.append(name)
            }
        }
        return "/" + here.joined(separator: "/")
    }
}
