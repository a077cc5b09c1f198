/// Whether a text is a path that may stand in a list that people feed to a shell.
enum BindPath {
    /// PATH_MAX of Linux, its final zero byte included.
    private static let bytesAtMost = 4095
    private static let marks = Set("/._-+@%=".utf8)
    /// Folders that every runtime fills itself (apptainer.conf: mount proc, sys, dev).
    private static let mounted = ["/proc", "/sys", "/dev"]

    /// Absolute, ASCII letters, digits and few marks, no way up, and not the root.
    static func isPlain(_ path: String) -> Bool {
        guard path.utf8.count <= bytesAtMost, path.hasPrefix("/"), path != "/" else {
            return false
        }
        let isSpelled = path.utf8.allSatisfy { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || marks.contains(byte)
        }
        // `//`, `/.` and `/etc/./x` are other names of what is refused or left out elsewhere.
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return isSpelled && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    }

    /// Whether the runtime itself makes the place of it.
    static func isMounted(_ path: String) -> Bool {
        mounted.contains { path == $0 || path.hasPrefix($0 + "/") }
    }
}
