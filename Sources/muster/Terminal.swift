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

    /// Gives descriptors 0 to 2 that are closed a place to point to, lest another file
    /// gets the number and the output; writing to such a standard output fails.
    static func holdPlaces() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", number == STDERR_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes a text to standard output: all that a command prints goes this way.
    /// - Throws: ``AuditFailure`` where any of it was lost; a verdict that nobody
    ///   has is no verdict.
    static func show(_ text: String) throws { try write(Array(text.utf8)) }

    /// Writes bytes to standard output.
    /// - Throws: as ``show(_:)``.
    static func write(_ bytes: [UInt8]) throws {
        // A file size limit sends a signal that would end the program without a word.
        signal(SIGXFSZ, SIG_IGN)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN, awaitsOutput() { continue }
            guard count > 0 else {
                let why = String(cString: strerror(count < 0 ? errno : EIO))
                throw AuditFailure(.outputLost, "standard output: \(why); the output is lost")
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes lines to standard output.
    /// - Throws: as ``show(_:)``.
    static func show(lines: [String]) throws { try show(lines.map { $0 + "\n" }.joined()) }

    /// Waits until a descriptor that does not block takes more; false where it cannot.
    private static func awaitsOutput() -> Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        return poll(&output, 1, -1) >= 0
    }

    /// Writes a text to standard error.
    static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
