internal import Glibc

/// The processes below this one, as /proc tells; this process is their subreaper,
/// so that none of them can leave.
struct Descendants {
    /// A walk ends here: more are too many anyway.
    private static let walkAtMost = 4_096

    /// Whether the kernel lists children itself (CONFIG_PROC_CHILDREN); otherwise every
    /// process is asked for its parent.
    let areListed: Bool

    /// What this kernel offers.
    init() { self.init(areListed: access("/proc/self/task/\(getpid())/children", R_OK) == 0) }

    /// As `areListed` says.
    init(areListed: Bool) { self.areListed = areListed }

    /// Their pids, and how many threads they have together.
    func seen(countingAtMost most: Int = walkAtMost) -> (pids: [pid_t], tasks: Int) {
        let families = areListed ? [:] : Self.families()
        var (pids, tasks) = ([pid_t](), 0)
        var ahead = areListed ? Self.listedChildren() : families[getpid()] ?? []
        while let pid = ahead.popLast(), tasks <= most, pids.count < Self.walkAtMost {
            pids.append(pid)
            ahead += families[pid] ?? []
            for thread in Self.numbers(in: "/proc/\(pid)/task") {
                tasks += 1
                if areListed { ahead += Self.listed(pid, thread) }
            }
        }
        return (pids, tasks)
    }

    /// The children alone, orphans of theirs among them.
    func children() -> [pid_t] {
        areListed ? Self.listedChildren() : Self.families()[getpid()] ?? []
    }

    /// How many processes and threads a user has: the links of /proc/PID/task are
    /// two more than its threads. Those of other users, and our own undumpable ones,
    /// are not seen.
    static func tasks(of user: UInt32) -> UInt64 {
        var count: UInt64 = 0
        for pid in numbers(in: "/proc") {
            var status = stat()
            guard stat("/proc/\(pid)/task", &status) == 0, status.st_uid == user else { continue }
            count += UInt64(max(1, Int64(status.st_nlink) - 2))
        }
        return count
    }

    /// Every process by its parent. One that ended meanwhile is left out.
    private static func families() -> [pid_t: [pid_t]] {
        var families: [pid_t: [pid_t]] = [:]
        for pid in numbers(in: "/proc") {
            // The name before the last parenthesis is the process's own to choose.
            guard let text = text("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")"),
                let parent = text[end...].split(separator: " ").dropFirst(2).first
            else { continue }
            if let parent = pid_t(parent) { families[parent, default: []].append(pid) }
        }
        return families
    }

    /// The kernel lists them by the thread that started them.
    private static func listedChildren() -> [pid_t] {
        numbers(in: "/proc/self/task").flatMap { listed(getpid(), $0) }
    }

    private static func listed(_ pid: pid_t, _ thread: pid_t) -> [pid_t] {
        text("/proc/\(pid)/task/\(thread)/children")?
            .split(separator: " ").compactMap { pid_t($0) } ?? []
    }

    private static func numbers(in path: String) -> [pid_t] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var numbers: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = pid_t(name) { numbers.append(number) }
        }
        return numbers
    }

    /// What one read gives, which is whole records in /proc.
    private static func text(_ path: String) -> String? {
        guard let file = try? Descriptor.open(path, O_RDONLY) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = buffer.withUnsafeMutableBytes {
            read(file.number, $0.baseAddress, $0.count)
        }
        return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    }
}
