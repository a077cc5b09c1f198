internal import CLinux
internal import CSystemd
internal import Glibc

/// Sends entries to journald through libsystemd, one datagram an entry.
public struct JournalWriter: Sendable {
    /// What became of the entries.
    public enum Delivery: Hashable, Sendable {
        /// Every one was taken by the socket on which journald listens.
        case delivered(Int)
        /// Nobody listens: a container, a node without systemd.
        case noJournal
        /// libsystemd.so.0 is not there.
        case noLibrary
        /// This build loads no library at all.
        case noJournalInBuild
        /// journald listens and takes nothing; so many were taken before.
        case stuck(after: Int)
        /// The system refused an entry, with the error number; so many were taken.
        case refused(Int32, after: Int)
    }

    /// Where journald listens (systemd-journald.service(8)).
    public static let socketPath = "/run/systemd/journal/socket"

    private let path: String
    private let patience: Duration
    private let send: @Sendable (UnsafePointer<iovec>, Int32) -> Int32

    /// A writer that gives journald `patience` for each entry before it calls it
    /// stuck; a blocking send to a stopped journald would never return.
    public init(patience: Duration = .seconds(1)) {
        self.init(socket: Self.socketPath, patience: patience, send: muster_journal_sendv)
    }

    /// A writer with another way of sending, for tests.
    init(
        socket path: String, patience: Duration,
        send: @escaping @Sendable (UnsafePointer<iovec>, Int32) -> Int32
    ) {
        self.path = path
        self.patience = patience
        self.send = send
    }

    /// Sends all entries in order; stops at the first that is not taken.
    ///
    /// libsystemd answers 0 where nobody listens, so the socket is tried before.
    public func write(_ entries: [JournalEntry]) -> Delivery {
        guard let listener = JournalSocket(path) else { return .noJournal }
        defer { listener.close() }
        for (index, entry) in entries.enumerated() {
            guard listener.isReady(within: patience) else { return .stuck(after: index) }
            let answer = send(entry.fields)
            if answer == -ENOSYS {
                return muster_loads_libraries() != 0 ? .noLibrary : .noJournalInBuild
            }
            if answer < 0 { return .refused(-answer, after: index) }
        }
        return .delivered(entries.count)
    }

    /// One entry: all fields in one flat buffer, an iovec for each.
    private func send(_ fields: [JournalField]) -> Int32 {
        let parts = fields.map(\.bytes)
        var flat = parts.flatMap(\.self)
        return flat.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return -EINVAL }
            var start = 0
            let vectors = parts.map { part in
                defer { start += part.count }
                return iovec(iov_base: base + start, iov_len: part.count)
            }
            return vectors.withUnsafeBufferPointer { pointer in
                pointer.baseAddress.map { send($0, Int32(pointer.count)) } ?? -EINVAL
            }
        }
    }
}
