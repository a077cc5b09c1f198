internal import Glibc
internal import MusterModel
internal import Synchronization

/// The mount table of our own namespace, read again only after it changed.
final class CurrentMounts: Sendable {
    private struct State: Sendable {
        var watch: Int32 = -1
        var table: MountTable?
    }

    private let state = Mutex(State())

    deinit {
        let watch = state.withLock { $0.watch }
        if watch >= 0 { close(watch) }
    }

    /// The table as it is now; poll(2) on a mountinfo file reports every change
    /// (proc_pid_mounts(5)).
    func current() throws(Absence) -> MountTable {
        try state.withLock { (state) throws(Absence) in
            if state.watch < 0 { state.watch = open(OwnMounts.path, O_RDONLY | O_CLOEXEC) }
            var entry = pollfd(fd: state.watch, events: Int16(POLLPRI), revents: 0)
            let changed = poll(&entry, 1, 0) != 0
            if let table = state.table, !changed { return table }
            let table = try MountTable(parsing: try OwnMounts.text(), from: OwnMounts.path)
            state.table = table
            return table
        }
    }
}
