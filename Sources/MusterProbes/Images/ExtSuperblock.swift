internal import MusterModel

/// The superblock of an ext3 image (kernel ext4 documentation, "Super Block"), at
/// 1024 bytes.
struct ExtSuperblock: Hashable, Sendable {
    /// Where it begins in the file system.
    static let offset = 1024
    /// As many of its bytes as are looked at.
    static let size = 268

    /// Incompatible features that a kernel's ext3 mounts: filetype, recover, meta_bg.
    private static let known: UInt32 = 0x0002 | 0x0004 | 0x0010

    /// Seconds since 1970 at which it was made.
    let made: UInt32
    /// Why the runtimes refuse it as ext3; nil where they take it.
    let obstacle: String?

    /// Whether the bytes of a superblock begin here: `0x53 0xEF` at 56.
    static func begins(in bytes: [UInt8], at offset: Int) -> Bool {
        let place = offset + Self.offset + 56
        return bytes.count >= place + 2 && bytes[place] == 0x53 && bytes[place + 1] == 0xEF
    }

    /// Reads the superblock out of an image's first bytes.
    /// - Throws: malformed where they end before.
    init(_ bytes: [UInt8], at offset: Int, _ source: String) throws(Absence) {
        let record = ByteRecord(
            bytes.dropFirst(offset + Self.offset).prefix(Self.size),
            of: "\(source): ext superblock")
        made = try record.number(UInt32.self, at: 264)
        let compatible = try record.number(UInt32.self, at: 92)
        let incompatible = try record.number(UInt32.self, at: 96)
        // has_journal; see image/ext3.go of the runtimes.
        if compatible & 0x0004 == 0 {
            obstacle = "no journal"
        } else if incompatible & ~Self.known != 0 {
            obstacle = "features 0x" + String(incompatible & ~Self.known, radix: 16)
        } else {
            obstacle = nil
        }
    }
}
