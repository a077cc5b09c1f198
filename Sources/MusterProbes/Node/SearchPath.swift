internal import Glibc

/// The folders in which a caller's shell looks for programs.
enum SearchPath {
    /// A longer `PATH` is cut: each folder is asked for a dozen names.
    static let foldersAtMost = 32

    /// The folders of the text of a `PATH`, in order, each once.
    ///
    /// Absolute ones alone: what `.` and an empty element mean depends on where
    /// somebody stands.
    static func folders(in text: String) -> [String] {
        var folders: [String] = []
        for element in text.parts(by: ":") where element.isAbsolute {
            let parts = element.parts(by: "/").filter { $0 != "." }
            guard !parts.contains(".."), element.utf8.count < PATH_MAX else { continue }
            let folder = "/" + parts.joined(separator: "/")
            if !folders.contains(folder) { folders.append(folder) }
            if folders.count == foldersAtMost { break }
        }
        return folders
    }
}

extension LiveNode {
    /// The folders of this process's `PATH`: who calls it may have a runtime of
    /// their own, as pilots do.
    public var searchPath: [String] {
        getenv("PATH").map { SearchPath.folders(in: String(cString: $0)) } ?? []
    }
}

extension TreeNode {
    /// The recorded caller's; whoever looks at a tree has no programs in it.
    public var searchPath: [String] { recording.searchPath }
}
