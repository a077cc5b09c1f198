internal import MusterModel

/// The machine's own time, from files that any recording holds too.
enum CvmfsClock {
    /// Seconds since 1970: `btime` of /proc/stat and the first word of /proc/uptime
    /// (proc(5)).
    /// - Throws: why one of them cannot be read.
    static func now(on node: any NodeView) async throws(Absence) -> Int64 {
        let stat = try await node.text(of: "/proc/stat")
        let line = stat.split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard let boot = line.flatMap({ Int64($0.dropFirst(6).trimmingSpace) }) else {
            throw Absence(.malformed, "/proc/stat: no btime line")
        }
        let uptime = try await node.word(of: "/proc/uptime")
        guard let seconds = Int64(uptime.prefix { $0.isASCII && $0.isNumber }) else {
            throw Absence(.malformed, "/proc/uptime: \(uptime.excerpt), needed seconds")
        }
        let (now, over) = boot.addingReportingOverflow(seconds)
        guard boot >= 0, !over else { throw Absence(.malformed, "/proc/stat: btime \(boot)") }
        return now
    }
}
