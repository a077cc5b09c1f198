internal import MusterModel

/// What `/proc/meminfo` says about the size of memory.
enum MemoryText {
    /// All memory, rounded to the nearest whole GiB and never below one.
    ///
    /// The kernel keeps a share that differs by some MB between boots and between
    /// equal machines, so the exact number would part equal nodes.
    /// - Throws: malformed without a line `MemTotal: N kB`.
    static func total(in text: String, from source: String) throws(Absence) -> Bytes {
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
        let words = line?.split(separator: " ") ?? []
        guard words.count == 3, words[2] == "kB", let kibibytes = Int64(words[1]), kibibytes > 0
        else { throw Absence(.malformed, "\(source): no line MemTotal: N kB") }
        let size: Int64 = 1 << 20
        let (padded, over) = kibibytes.addingReportingOverflow(size / 2)
        return Bytes(max(1, (over ? kibibytes : padded) / size), times: 1 << 30)
    }
}
