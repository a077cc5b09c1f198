import Glibc

/// What standard output and error are connected to.
enum Terminal {
    /// Colours: only on a terminal, never with NO_COLOR (no-color.org) or TERM=dumb.
    static var takesColour: Bool {
        let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        let dumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
        return isatty(STDOUT_FILENO) == 1 && !refused && !dumb
    }

    /// Whether a person may watch standard error.
    static var showsProgress: Bool {
        let dumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
        return isatty(STDERR_FILENO) == 1 && !dumb
    }

    /// Writes a text to standard error.
    static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
