internal import Glibc

/// A connection to journald's socket that carries nothing: it tells whether
/// somebody listens and whether there is room in the queue.
struct JournalSocket {
    private let descriptor: Int32

    /// Nil where nobody listens at `path`, or the path is longer than a socket's
    /// may be (unix(7), 108 bytes with the end).
    init?(_ path: String) {
        guard var address = sockaddr_un(path) else { return nil }
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { return nil }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let answer = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size)
            }
        }
        guard answer == 0 else {
            _ = Glibc.close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    /// Whether the listener's queue has room, now or within `patience`: the kernel
    /// calls a connected datagram socket writable when its peer's queue has room.
    func isReady(within patience: Duration) -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let (seconds, attoseconds) = patience.components
        let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        return Glibc.poll(&poll, 1, milliseconds) == 1 && poll.revents & Int16(POLLOUT) != 0
    }

    /// Ends the connection.
    func close() { _ = Glibc.close(descriptor) }
}

extension sockaddr_un {
    /// The address of a socket in the file system.
    fileprivate init?(_ path: String) {
        self.init()
        sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &sun_path) { target in
            guard !bytes.isEmpty, bytes.count < target.count else { return false }
            target.copyBytes(from: bytes)
            return true
        }
        if !fits { return nil }
    }
}
