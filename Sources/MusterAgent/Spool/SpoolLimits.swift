/// How much of a disk a spool takes.
public struct SpoolLimits: Hashable, Sendable {
    /// All its files together, bytes.
    public var bytes: Int64
    /// How many reports that wait.
    public var files: Int
    /// What it leaves free on the file system, bytes.
    public var floor: Int64

    /// 32 MiB in 4,096 files, and 64 MiB that stay free: three days without a collector
    /// at a report a minute.
    public static let usual = SpoolLimits(bytes: 32 << 20, files: 4096, floor: 64 << 20)

    /// Limits from their parts.
    public init(bytes: Int64, files: Int, floor: Int64) {
        (self.bytes, self.files, self.floor) = (bytes, files, floor)
    }
}
