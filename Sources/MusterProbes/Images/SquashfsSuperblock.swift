internal import CDecompress
internal import MusterModel

/// The first 96 bytes of a squashfs, version 4 (kernel squashfs.rst,
/// squashfs_fs.h), with everything held against each other that a reader relies on.
struct SquashfsSuperblock: Hashable, Sendable {
    /// How many bytes there are.
    static let size = 96

    /// The four bytes that a squashfs begins with.
    static let magic: [UInt8] = Array("hsqs".utf8)

    /// Names of the compressors by their numbers.
    private static let compressors: [UInt16: String] = [
        1: "gzip", 2: "lzma", 3: "lzo", 4: "xz", 5: "lz4", 6: "zstd",
    ]

    /// Seconds since 1970 at which it was made.
    let made: UInt32
    /// Bytes of a data block, a power of two from 4 KiB to 1 MiB.
    let blockSize: Int
    /// How many fragments there are.
    let fragments: UInt32
    /// The compressor's number.
    let compression: UInt16
    /// Where the root folder's inode stands: block and offset.
    let root: UInt64
    /// Bytes of the file system.
    let bytesUsed: Int64
    /// Where the inode table begins.
    let inodeTable: Int64
    /// Where the directory table begins.
    let directoryTable: Int64
    /// Where the fragment table's index begins; -1 without one.
    let fragmentTable: Int64

    /// `gzip`, `zstd` …; the number where it has no name.
    var compressor: String { Self.compressors[compression] ?? "compressor \(compression)" }

    /// Reads and checks the first bytes.
    /// - Throws: malformed; unsupported for versions before 4.
    init(_ bytes: [UInt8], _ source: String) throws(Absence) {
        let record = ByteRecord(bytes, of: "\(source): squashfs superblock")
        guard bytes.starts(with: Self.magic) else {
            throw Absence(.malformed, "\(record.source): no squashfs")
        }
        let version = try record.number(UInt16.self, at: 28)
        guard version == 4 else {
            throw Absence(.unsupported, "\(record.source): version \(version), needed 4")
        }
        made = try record.number(UInt32.self, at: 8)
        let blockSize = try record.number(UInt32.self, at: 12)
        let log = try record.number(UInt16.self, at: 22)
        guard (12...20).contains(log), blockSize == 1 << UInt32(log) else {
            throw Absence(.malformed, "\(record.source): blocks of \(blockSize) bytes")
        }
        self.blockSize = Int(blockSize)
        fragments = try record.number(UInt32.self, at: 16)
        compression = try record.number(UInt16.self, at: 20)
        root = try record.number(UInt64.self, at: 32)
        bytesUsed = try record.number(Int64.self, at: 40)
        inodeTable = try record.number(Int64.self, at: 64)
        directoryTable = try record.number(Int64.self, at: 72)
        fragmentTable = try record.number(Int64.self, at: 80)
        let tables = [inodeTable, directoryTable]
        guard bytesUsed > Int64(Self.size), bytesUsed < 1 << 48,
            tables.allSatisfy({ (Int64(Self.size)..<bytesUsed).contains($0) }),
            fragmentTable == -1 || (Int64(Self.size)..<bytesUsed).contains(fragmentTable)
        else { throw Absence(.malformed, "\(record.source): tables beyond its end") }
    }
}
