internal import MusterModel

extension SquashfsReader {
    /// A listing longer than this is no folder that a look passes through.
    private static let listingAtMost = 8 << 20
    /// What a path leads to inside the image, links followed; nil where nothing is.
    /// - Throws: malformed, unsupported.
    mutating func find(_ path: String) throws(Absence) -> SquashfsInode? {
        var above: [SquashfsInode] = []
        var here = try inode(at: superblock.root)
        var steps = PathSteps(path)
        while let name = try steps.next() {
            if name == ".." {
                here = above.popLast() ?? here
                continue
            }
            guard let reference = try entry(name, of: here) else { return nil }
            let found = try inode(at: reference)
            guard case .link(let target) = found else {
                above.append(here)
                here = found
                continue
            }
            try steps.follow(target)
            if target.isAbsolute, let root = above.first {
                here = root
                above = []
            }
        }
        return here
    }

    /// The inode of a name in a folder; nil where it is none or has no such name.
    private mutating func entry(
        _ name: String, of folder: SquashfsInode
    ) throws(Absence) -> UInt64? {
        // Three bytes more are counted than are there (squashfs_fs.h); an empty
        // folder has no listing.
        guard case .folder(let block, let offset, let size) = folder, size > 3 else { return nil }
        guard size - 3 <= Self.listingAtMost else {
            throw Absence(.malformed, "\(source): a folder's listing of \(size) bytes")
        }
        let bytes = try metadata(
            at: superblock.directoryTable + Int64(block), offset: Int(offset), count: size - 3,
            exactly: true)
        return try entry(Array(name.utf8), in: ByteRecord(bytes, of: "\(source): folder"))
    }

    /// Groups of a header (count less one, inode block, number) and as many entries
    /// (offset, number's difference, type, name's length less one, name).
    private func entry(
        _ name: [UInt8], in listing: ByteRecord
    ) throws(Absence) -> UInt64? {
        var at = 0
        while at < listing.bytes.count {
            let count = Int(try listing.number(UInt32.self, at: at)) + 1
            let block = UInt64(try listing.number(UInt32.self, at: at + 4))
            guard count <= 256 else {
                throw Absence(.malformed, "\(source): \(count) names in one group")
            }
            at += 12
            for _ in 0..<count {
                let length = Int(try listing.number(UInt16.self, at: at + 6)) + 1
                if try listing.part(at + 8, length).elementsEqual(name) {
                    return block << 16 | UInt64(try listing.number(UInt16.self, at: at))
                }
                at += 8 + length
            }
        }
        return nil
    }

    /// The first bytes of a file, at most `count`.
    /// - Throws: malformed, unsupported.
    mutating func beginning(_ count: Int, of file: SquashfsInode) throws(Absence) -> [UInt8] {
        guard case .file(let start, let fragment, let offset, let size, let word) = file else {
            return []
        }
        let wanted = Int(min(Int64(count), size))
        if wanted == 0 { return [] }
        if let word { return Array(try data(at: start, word, wanted).prefix(wanted)) }
        let (place, stored) = try self.fragment(fragment)
        let block = try data(at: place, stored, superblock.blockSize)
        guard Int(offset) <= block.count, wanted <= block.count - Int(offset) else {
            throw Absence(.malformed, "\(source): a file's end beyond its fragment")
        }
        return Array(block[Int(offset)..<(Int(offset) + wanted)])
    }

    /// A data block by its word: the stored size, and whether it is compressed. No
    /// stored bytes stand for zeros.
    private mutating func data(
        at start: Int64, _ word: UInt32, _ wanted: Int
    ) throws(Absence) -> [UInt8] {
        let size = Int(word & 0xFF_FFFF)
        if size == 0 { return [UInt8](repeating: 0, count: wanted) }
        guard size <= superblock.blockSize else {
            throw Absence(.malformed, "\(source): a data block of \(size) bytes")
        }
        let bytes = try stored(at: start, count: size)
        return word & 1 << 24 != 0
            ? bytes : try decompressed(bytes, room: superblock.blockSize)
    }

    /// Where a fragment lies, with its word: from a table of entries of 16 bytes, in
    /// metadata blocks of 512 entries, whose places stand in an index.
    private mutating func fragment(_ number: UInt32) throws(Absence) -> (Int64, UInt32) {
        guard number < superblock.fragments, superblock.fragmentTable >= 0 else {
            throw Absence(.malformed, "\(source): fragment \(number) of \(superblock.fragments)")
        }
        let index = ByteRecord(
            try stored(at: superblock.fragmentTable + Int64(number / 512) * 8, count: 8),
            of: source)
        let bytes = try metadata(
            at: try index.number(Int64.self, at: 0), offset: Int(number % 512) * 16, count: 16,
            exactly: true)
        let record = ByteRecord(bytes, of: "\(source): fragment")
        return (try record.number(Int64.self, at: 0), try record.number(UInt32.self, at: 8))
    }
}
