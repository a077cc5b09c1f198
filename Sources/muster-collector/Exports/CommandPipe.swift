import CLinux
import Glibc

/// The command file of a monitoring core: a named pipe that the core reads.
struct CommandPipe: ~Copyable {
    private let file: Int32
    private let path: String

    /// So long does a full pipe have to be read, milliseconds.
    private static let patience: Int32 = 5000

    /// The pipe at a path, opened without waiting for anybody; nil where there is none, or
    /// something else.
    /// - Throws: ``WholeFile/Failure`` where nobody reads it, or it cannot be opened.
    init?(at path: String) throws(WholeFile.Failure) {
        var look = muster_look()
        guard muster_look_at(path, &look) == 0, Self.isPipe(look) else { return nil }
        let file = open(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else {
            let why = errno == ENXIO ? "nobody reads it" : String(cString: strerror(errno))
            throw WholeFile.Failure(description: "\(path): \(why)")
        }
        guard muster_look_into(file, &look) == 0, Self.isPipe(look) else {
            close(file)
            throw WholeFile.Failure(description: "\(path): no named pipe any more")
        }
        (self.file, self.path) = (file, path)
        // A reader that goes away is an error like others.
        signal(SIGPIPE, SIG_IGN)
    }

    deinit { close(file) }

    /// Writes lines, each at once, so that none is mixed with another program's.
    /// - Throws: ``WholeFile/Failure`` with how many the pipe took.
    func write(_ lines: [String]) throws(WholeFile.Failure) {
        for (number, line) in lines.enumerated() {
            let bytes = Array((line + "\n").utf8)
            // A line fits PIPE_BUF, so that it goes whole or not at all.
            var code = -muster_await_room(file, Self.patience)
            if code < 0 {
                let count = bytes.withUnsafeBytes {
                    Glibc.write(file, $0.baseAddress, $0.count)
                }
                code = count == bytes.count ? 0 : errno
            }
            guard code == 0 else {
                throw WholeFile.Failure(
                    description: "\(path): \(String(cString: strerror(code))), after "
                        + "\(number) of \(lines.count) lines")
            }
        }
    }

    private static func isPipe(_ look: muster_look) -> Bool {
        look.mode & UInt32(S_IFMT) == UInt32(S_IFIFO)
    }
}
