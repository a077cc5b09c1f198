internal import Glibc

/// The processes below this one, as /proc tells (CONFIG_PROC_CHILDREN); this
/// process is their subreaper, so that none of them can leave.
enum Descendants {
    /// A walk ends here: more are too many anyway.
    private static let walkAtMost = 4_096

    /// Their pids, and how many threads they have together.
    static func seen(countingAtMost most: Int = walkAtMost) -> (pids: [pid_t], tasks: Int) {
        var (pids, tasks) = ([pid_t](), 0)
        var ahead = children()
        while let pid = ahead.popLast(), tasks <= most, pids.count < walkAtMost {
            pids.append(pid)
            for thread in threads(of: pid) {
                tasks += 1
                ahead += children(of: "/proc/\(pid)/task/\(thread)")
            }
        }
        return (pids, tasks)
    }

    /// The children alone, orphans of theirs among them.
    static func children() -> [pid_t] { children(of: "/proc/self/task/\(getpid())") }

    /// How many processes and threads a user has: the links of /proc/PID/task are
    /// two more than its threads. Those of other users, and our own undumpable ones,
    /// are not seen.
    static func tasks(of user: UInt32) -> UInt64 {
        guard let folder = opendir("/proc") else { return 0 }
        defer { closedir(folder) }
        var count: UInt64 = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            var status = stat()
            guard pid_t(name) != nil, stat("/proc/\(name)/task", &status) == 0,
                status.st_uid == user
            else { continue }
            count += UInt64(max(1, Int64(status.st_nlink) - 2))
        }
        return count
    }

    private static func threads(of pid: pid_t) -> [pid_t] {
        guard let folder = opendir("/proc/\(pid)/task") else { return [] }
        defer { closedir(folder) }
        var threads: [pid_t] = []
        while let entry = readdir(folder), threads.count < walkAtMost {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let thread = pid_t(name) { threads.append(thread) }
        }
        return threads
    }

    private static func children(of task: String) -> [pid_t] {
        guard let file = try? Descriptor.open(task + "/children", O_RDONLY) else { return [] }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = buffer.withUnsafeMutableBytes {
            read(file.number, $0.baseAddress, $0.count)
        }
        return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
            .split(separator: " ").compactMap { pid_t($0) }
    }
}
