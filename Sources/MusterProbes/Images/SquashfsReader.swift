internal import CDecompress
internal import CLinux
internal import Glibc
internal import MusterModel

/// Reads folders, links and the beginnings of files out of a squashfs that nobody
/// vouches for.
///
/// Every number from the image is held against a bound before anything is read or
/// made by it, and the whole work against a budget; a damaged image is malformed,
/// whatever it claims.
struct SquashfsReader {
    /// What one look may decompress; the folders of a large image's /usr/bin take a
    /// few hundred kilobytes.
    static let budget = 64 << 20
    /// A metadata block holds as much (squashfs.rst).
    static let blockOfMetadata = 8192
    /// Blocks that are kept for the next look.
    private static let keptAtMost = 256

    /// The superblock.
    let superblock: SquashfsSuperblock
    /// The image, for messages.
    var source: String { image.source }

    private let image: any ImageBytes
    private let base: Int64
    private var left = Self.budget
    private var kept: [Int64: (bytes: [UInt8], next: Int64)] = [:]

    /// A reader of the squashfs that begins at `offset` of an image.
    /// - Throws: malformed where none begins there; unsupported before version 4.
    init(_ image: any ImageBytes, at offset: Int64) throws(Absence) {
        guard (0..<1 << 48).contains(offset) else {
            throw Absence(.malformed, "\(image.source): nothing begins at \(offset)")
        }
        self.image = image
        base = offset
        superblock = try SquashfsSuperblock(
            try image.whole(at: offset, count: SquashfsSuperblock.size), image.source)
    }

    /// Bytes of metadata that begin `offset` bytes into the block at `start`, and go
    /// on in the blocks behind it.
    /// - Throws: malformed where a block does not read, or `exactly` so many are
    ///   not there.
    mutating func metadata(
        at start: Int64, offset: Int, count: Int, exactly: Bool
    ) throws(Absence) -> [UInt8] {
        var (at, skip) = (start, offset)
        var out: [UInt8] = []
        while out.count < count {
            if !out.isEmpty, !exactly, at >= superblock.bytesUsed { break }
            let block: (bytes: [UInt8], next: Int64)
            do throws(Absence) { block = try self.block(at: at) } catch {
                // Behind the table's last block stands something else.
                if !exactly, !out.isEmpty { break }
                throw error
            }
            guard skip < block.bytes.count || (skip == block.bytes.count && out.isEmpty) else {
                throw Absence(.malformed, "\(source): a look beyond a block's end")
            }
            out += block.bytes[skip...].prefix(count - out.count)
            (at, skip) = (block.next, 0)
            if block.bytes.count < Self.blockOfMetadata, out.count < count {
                if exactly { throw Absence(.malformed, "\(source): a table ends too early") }
                break
            }
        }
        return out
    }

    private mutating func block(
        at start: Int64
    ) throws(Absence) -> (bytes: [UInt8], next: Int64) {
        if let block = kept[start] { return block }
        guard start >= Int64(SquashfsSuperblock.size), start < superblock.bytesUsed - 2 else {
            throw Absence(.malformed, "\(source): a block beyond the end")
        }
        let record = ByteRecord(try image.whole(at: base + start, count: 2), of: source)
        let header = try record.number(UInt16.self, at: 0)
        let size = Int(header & 0x7FFF)
        guard (1...Self.blockOfMetadata).contains(size),
            Int64(size) <= superblock.bytesUsed - start - 2
        else { throw Absence(.malformed, "\(source): a metadata block of \(size) bytes") }
        let stored = try image.whole(at: base + start + 2, count: size)
        let bytes =
            header & 0x8000 != 0
            ? stored : try decompressed(stored, room: Self.blockOfMetadata)
        let block = (bytes: bytes, next: start + 2 + Int64(size))
        if kept.count >= Self.keptAtMost { kept = [:] }
        kept[start] = block
        return block
    }

    /// What a block becomes, at most `room` bytes.
    /// - Throws: unsupported where the library is missing; malformed where it does
    ///   not decompress or the budget is spent.
    mutating func decompressed(_ block: [UInt8], room: Int) throws(Absence) -> [UInt8] {
        left -= room
        guard left >= 0 else {
            throw Absence(.malformed, "\(source): its folders take more than \(Self.budget) bytes")
        }
        var out = [UInt8](repeating: 0, count: room)
        let length = out.withUnsafeMutableBytes { out in
            block.withUnsafeBytes {
                muster_decompress(
                    Int32(superblock.compression), $0.baseAddress, $0.count, out.baseAddress,
                    out.count)
            }
        }
        guard length >= 0 else { throw refusal(Int32(-length)) }
        return Array(out.prefix(length))
    }

    private func refusal(_ code: Int32) -> Absence {
        let compressor = superblock.compressor
        if code == ENOENT, let name = muster_decompressor_library(Int32(superblock.compression)) {
            let here = muster_loads_libraries() != 0 ? "" : ", which this static build cannot load"
            return Absence(
                .unsupported,
                "\(source): compressed by \(compressor), needed \(String(cString: name))\(here)")
        }
        if code == EOPNOTSUPP {
            return Absence(.unsupported, "\(source): compressed by \(compressor)")
        }
        return Absence(.malformed, "\(source): a block that is no \(compressor)")
    }

    /// Exactly `count` bytes at an offset of the squashfs.
    /// - Throws: malformed beyond its end.
    func stored(at offset: Int64, count: Int) throws(Absence) -> [UInt8] {
        guard offset >= 0, offset < superblock.bytesUsed,
            Int64(count) <= superblock.bytesUsed - offset
        else { throw Absence(.malformed, "\(source): data beyond the end") }
        return try image.whole(at: base + offset, count: count)
    }
}
