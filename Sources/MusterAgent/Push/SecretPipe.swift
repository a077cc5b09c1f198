internal import CLinux
internal import Glibc

/// A few lines for a child alone: a pipe that is filled before the child starts and that
/// it opens by name. Nothing of it is on a disk or in a command line.
struct SecretPipe {
    private let reading: Int32

    /// A pipe that holds `text`; nil where there is no pipe, or none so large.
    init?(_ text: String) {
        var ends: [Int32] = [-1, -1]
        guard muster_pipe(&ends) == 0 else { return nil }
        defer { Glibc.close(ends[1]) }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        let bytes = Array(text.utf8)
        guard write(ends[1], bytes, bytes.count) == bytes.count else {
            Glibc.close(ends[0])
            return nil
        }
        reading = ends[0]
    }

    /// Where the child finds it, as long as this process lives.
    var path: String { "/proc/\(getpid())/fd/\(reading)" }

    /// Gives it back.
    func close() { Glibc.close(reading) }
}
