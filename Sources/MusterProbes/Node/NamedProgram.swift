internal import Glibc
internal import MusterModel

/// Programs that are run as the caller, found by name.
public enum NamedProgram {
    /// Where systems keep their programs.
    private static let systemFolders = [
        "/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin",
    ]

    /// The path of a program: the first on the caller's `PATH`, where a pilot may have its
    /// own, else the system's. For root the system's alone.
    ///
    /// Folders on mounts that may block are asked by an observer; one that does not answer
    /// is passed over.
    public static func path(of name: String) -> String? {
        let callers = getenv("PATH").map { SearchPath.folders(in: String(cString: $0)) } ?? []
        return first(of: name, in: (geteuid() == 0 ? [] : callers) + systemFolders)
    }

    /// The first of the folders that has a file of this name.
    static func first(of name: String, in folders: [String]) -> String? {
        folders.lazy.map { "\($0)/\(name)" }.first { path in
            guard case .attributes(let found)? = try? NamedPath.answer(.attributes(path)) else {
                return false
            }
            return found.kind == .file
        }
    }
}
