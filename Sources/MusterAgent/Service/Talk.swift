internal import CLinux
internal import Glibc
internal import MusterProbes

/// One exchange over a socket: something is said, the other side closed for writing,
/// everything it answers heard, until a deadline. Never blocks.
///
/// The other side is an observer's unit or a child of ours; a child is killed where it
/// is too late, and nobody waits for its end.
final class Talk {
    /// How it ended.
    enum End: Equatable {
        /// All that was answered.
        case heard([UInt8])
        /// Why there is no answer.
        case failed(String)
    }

    /// Until when, and how much may be answered.
    struct Bounds {
        let deadline: AgentMoment
        var bytes = Frames.bytesAtMost
    }

    private let socket: Int32
    private let bounds: Bounds
    private var left: ArraySlice<UInt8>
    private var heard: [UInt8] = []
    private(set) var child: pid_t?

    /// An exchange with whoever listens at a path.
    /// - Throws: ``SpoolFault`` of `open` with the kernel's reason.
    init(with path: String, saying bytes: [UInt8], _ bounds: Bounds) throws(SpoolFault) {
        let socket = muster_connect(path)
        guard socket >= 0 else { throw SpoolFault(.open, path, -socket) }
        (self.socket, self.bounds, left) = (socket, bounds, bytes[...])
    }

    /// An exchange with a child of this program.
    /// - Throws: ``SpoolFault`` of `open` with the kernel's reason.
    init(
        withChild words: [String], saying bytes: [UInt8], _ bounds: Bounds
    ) throws(SpoolFault) {
        var ends: [Int32] = [-1, -1]
        let code = muster_socket_pair(&ends)
        guard code == 0 else { throw SpoolFault(.open, words.joined(separator: " "), -code) }
        let pid = OwnChild.start(words, talkingOver: ends[1])
        close(ends[1])
        guard pid > 0 else {
            close(ends[0])
            throw SpoolFault(.open, words.joined(separator: " "), -pid)
        }
        (socket, self.bounds, left, child) = (ends[0], bounds, bytes[...], pid)
    }

    deinit { close(socket) }

    /// What poll(2) is to watch.
    var watched: pollfd {
        pollfd(fd: socket, events: Int16(left.isEmpty ? POLLIN : POLLIN | POLLOUT), revents: 0)
    }

    /// Until when it may last.
    var deadline: AgentMoment { bounds.deadline }

    /// Says and hears what can be said and heard now; nil where it goes on.
    func goOn(at now: AgentMoment) -> End? {
        if now >= bounds.deadline {
            end()
            return .failed("no answer in time")
        }
        if !left.isEmpty, let why = say() { return .failed(why) }
        return hear()
    }

    /// Ends it, whatever it has come to.
    func end() {
        if let child {
            kill(-child, SIGKILL)
            kill(child, SIGKILL)
        }
    }

    private func say() -> String? {
        let count = left.withUnsafeBytes {
            send(
                socket, $0.baseAddress, $0.count,
                Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
        }
        if count < 0 {
            if [EAGAIN, EINTR].contains(errno) { return nil }
            // It may have said why before it hung up.
            left = []
            return nil
        }
        left = left.dropFirst(count)
        if left.isEmpty { shutdown(socket, Int32(SHUT_WR)) }
        return nil
    }

    private func hear() -> End? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                recv(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count == 0 { return .heard(heard) }
            if count < 0 {
                if errno == EAGAIN { return nil }
                if errno == EINTR { continue }
                return .failed(ErrorText.of(errno))
            }
            guard heard.count + count <= bounds.bytes else {
                end()
                return .failed("answers more than \(bounds.bytes) bytes")
            }
            heard += buffer[..<count]
        }
    }
}
