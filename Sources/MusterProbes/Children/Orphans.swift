internal import Glibc

/// Processes that a program left behind: they come to the observer, which is their
/// subreaper, and end with it.
enum Orphans {
    /// Nobody waits longer than this for processes that make new ones, milliseconds.
    private static let patience: Int64 = 2_000

    /// Ends every process below this one, and reaps.
    ///
    /// All are stopped first, again and again until a look finds no new one: whoever is
    /// stopped makes no more.
    /// - Returns: how many are left: another user's, or stuck in the kernel.
    static func end() -> Int {
        let end = Moment.now + patience
        let descendants = Descendants()
        var stopped: Set<pid_t> = []
        while true {
            while waitpid(-1, nil, WNOHANG) > 0 {}
            let left = Set(descendants.seen().pids)
            if left.isEmpty { return 0 }
            if left.isSubset(of: stopped) {
                for pid in left { kill(pid, SIGKILL) }
                // Whoever does not end now never will: what waits for a mount stays.
                if Moment.now >= end || areStuck(left) { return left.count }
                poll(nil, 0, 1)
            } else if Moment.now >= end {
                for pid in left { kill(pid, SIGKILL) }
                return left.count
            } else {
                for pid in left { kill(pid, SIGSTOP) }
                stopped = left
            }
        }
    }

    /// Whether none of them ends within a tenth of a second.
    private static func areStuck(_ pids: Set<pid_t>) -> Bool {
        let end = Moment.now + 100
        while Moment.now < end {
            while waitpid(-1, nil, WNOHANG) > 0 {}
            if pids.contains(where: { kill($0, 0) != 0 && errno == ESRCH }) { return false }
            poll(nil, 0, 1)
        }
        return true
    }
}
