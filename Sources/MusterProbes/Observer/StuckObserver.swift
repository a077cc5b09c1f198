internal import CLinux
internal import Glibc
internal import MusterModel

/// An observer that was killed and cannot end, because it waits in the kernel for
/// a mount that does not answer. Found by its name, so that no state is kept.
struct StuckObserver: Hashable, Sendable {
    /// Its process id.
    let pid: pid_t
    /// Its parent's.
    let parent: pid_t
    /// How long it has lived, milliseconds: about as long as the mount is silent.
    let age: Int64
    /// Whether a SIGKILL is pending: it is stuck and not merely busy.
    let isKilled: Bool

    /// The process name of the observer of `device` (`0:47`): `muster:2f`.
    ///
    /// One number as the kernel keeps it, 12 bits of major and 20 of minor (dev_t,
    /// linux/kdev_t.h): at most 15 bytes, behind which the kernel cuts a name.
    static func name(of device: String) -> String {
        let parts = device.split(separator: ":").map { UInt32($0) ?? 0 }
        let number = (parts.first ?? 0) << 20 | (parts.last ?? 0) & 0xF_FFFF
        return "muster:" + String(number, radix: 16)
    }

    /// Looks for an observer of `device` in /proc: names first, then its status.
    ///
    /// Any process may call itself so, and a job can start a setuid program under
    /// that name. One counts only when its saved user id is ours or root's, and when
    /// either a SIGKILL is pending, which only a process stuck in the kernel
    /// outlives, or it runs our own program. One of our own children that is merely
    /// busy does not count: it is asked and not found.
    ///
    /// - Parameter process: whose program counts as ours, by its folder in /proc.
    static func find(_ device: String, ofProgramOf process: String = "self") -> StuckObserver? {
        let name = name(of: device)
        guard let folder = opendir("/proc") else { return nil }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let text = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let pid = pid_t(text), read("/proc/\(pid)/comm") == name + "\n" else { continue }
            guard let found = StuckObserver(pid) else { continue }
            if found.isKilled { return found }
            if found.parent != getpid(), isOne(pid, ofProgramOf: process) { return found }
        }
        return nil
    }

    init?(_ pid: pid_t) {
        guard let status = Self.read("/proc/\(pid)/status"),
            let stat = Self.read("/proc/\(pid)/stat"), let age = Self.age(stat)
        else { return nil }
        let lines = status.split(separator: "\n")
        func words(_ name: String) -> [Substring] {
            lines.first { $0.hasPrefix(name + ":") }?.split(separator: "\t").dropFirst().map(\.self)
                ?? []
        }
        guard words("State").first?.hasPrefix("Z") == false,
            let saved = words("Uid").dropFirst(2)
                .first.flatMap({ UInt32($0) }), saved == 0 || saved == geteuid()
        else { return nil }
        let pending = ["SigPnd", "ShdPnd"].compactMap { words($0).first }
            .compactMap { UInt64($0, radix: 16) }.reduce(0, |)
        self.pid = pid
        parent = words("PPid").first.flatMap { pid_t($0) } ?? 0
        self.age = age
        isKilled = pending & (1 << (UInt64(SIGKILL) - 1)) != 0
    }

    /// Compared by path, because a look at the file itself could block.
    private static func isOne(_ pid: pid_t, ofProgramOf process: String) -> Bool {
        guard let ours = program(process), let theirs = program("\(pid)") else { return false }
        return ours == theirs
    }

    /// The path of a process's program, without the mark of one that was replaced.
    private static func program(_ process: String) -> String? {
        let path = "/proc/\(process)/exe"
        guard let link = try? Descriptor.open(path, muster_o_path | muster_o_nofollow),
            let target = try? link.linkTarget(as: path)
        else { return nil }
        let gone = " (deleted)"
        return target.hasSuffix(gone) ? String(target.dropLast(gone.count)) : target
    }

    /// From field 22 of proc_pid_stat(5), clock ticks since boot.
    private static func age(_ stat: String) -> Int64? {
        guard let name = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[name...].split(separator: " ")
        guard fields.count > 20, let ticks = Int64(fields[20]) else { return nil }
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        let perSecond = Int64(sysconf(Int32(_SC_CLK_TCK)))
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
            - ticks * 1000 / max(1, perSecond)
    }

    private static func read(_ path: String) -> String? {
        guard let file = try? Descriptor.open(path, O_RDONLY) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = buffer.withUnsafeMutableBytes {
            Glibc.read(file.number, $0.baseAddress, $0.count)
        }
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
}
