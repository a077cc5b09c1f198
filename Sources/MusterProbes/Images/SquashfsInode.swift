internal import MusterModel

/// What one inode of a squashfs says that matters here.
enum SquashfsInode: Hashable, Sendable {
    /// A folder: its listing's block behind the directory table's beginning, the
    /// offset in it, the listing's bytes.
    case folder(block: UInt32, offset: UInt16, size: Int)
    /// A file: where its data begins, where its end lies, its size, and the word of
    /// its first data block, nil where all of it lies in a fragment.
    case file(start: Int64, fragment: UInt32, offset: UInt32, size: Int64, firstBlock: UInt32?)
    /// A symbolic link with its target.
    case link(String)
    /// A device, pipe or socket.
    case other(FileAttributes.Kind)

    /// The kind of file.
    var kind: FileAttributes.Kind {
        switch self {
        case .folder: .folder
        case .file: .file
        case .link: .link
        case .other(let kind): kind
        }
    }

    /// A fragment's number that stands for none.
    static let noFragment = UInt32.max

    /// A path of Linux is no longer.
    static let targetAtMost = 4096
}

extension SquashfsReader {
    /// The inode at a reference: the block behind the inode table's beginning, and
    /// the offset in it.
    /// - Throws: malformed where it does not read.
    mutating func inode(at reference: UInt64) throws(Absence) -> SquashfsInode {
        let start = superblock.inodeTable + Int64(reference >> 16)
        let offset = Int(reference & 0xFFFF)
        // The longest fixed part, of a large file, with the word of its first block.
        let room = 60
        let bytes = try metadata(at: start, offset: offset, count: room, exactly: false)
        let record = ByteRecord(bytes, of: "\(source): inode")
        let type = try record.number(UInt16.self, at: 0)
        switch type {
        case 1:
            return .folder(
                block: try record.number(UInt32.self, at: 16),
                offset: try record.number(UInt16.self, at: 26),
                size: Int(try record.number(UInt16.self, at: 24)))
        case 8:
            return .folder(
                block: try record.number(UInt32.self, at: 24),
                offset: try record.number(UInt16.self, at: 34),
                size: Int(try record.number(UInt32.self, at: 20)))
        case 2: return try file(record)
        case 9: return try largeFile(record)
        case 3, 10: return try link(record, start, offset)
        case 4, 5, 11, 12: return .other(.device)
        case 6, 13: return .other(.pipe)
        case 7, 14: return .other(.socket)
        default: throw Absence(.malformed, "\(source): inode of type \(type)")
        }
    }

    private func file(_ record: ByteRecord) throws(Absence) -> SquashfsInode {
        let fragment = try record.number(UInt32.self, at: 20)
        let size = Int64(try record.number(UInt32.self, at: 28))
        return .file(
            start: Int64(try record.number(UInt32.self, at: 16)), fragment: fragment,
            offset: try record.number(UInt32.self, at: 24), size: size,
            firstBlock: hasBlock(size, fragment) ? try record.number(UInt32.self, at: 32) : nil)
    }

    private func largeFile(_ record: ByteRecord) throws(Absence) -> SquashfsInode {
        let fragment = try record.number(UInt32.self, at: 44)
        let size = try record.number(Int64.self, at: 24)
        guard size >= 0 else { throw Absence(.malformed, "\(source): a file of \(size) bytes") }
        return .file(
            start: try record.number(Int64.self, at: 16), fragment: fragment,
            offset: try record.number(UInt32.self, at: 48), size: size,
            firstBlock: hasBlock(size, fragment) ? try record.number(UInt32.self, at: 56) : nil)
    }

    private func hasBlock(_ size: Int64, _ fragment: UInt32) -> Bool {
        size > 0 && (fragment == SquashfsInode.noFragment || size >= Int64(superblock.blockSize))
    }

    private mutating func link(
        _ record: ByteRecord, _ start: Int64, _ offset: Int
    ) throws(Absence) -> SquashfsInode {
        let size = Int(try record.number(UInt32.self, at: 20))
        guard (1...SquashfsInode.targetAtMost).contains(size) else {
            throw Absence(.malformed, "\(source): a link of \(size) bytes")
        }
        let bytes = try metadata(at: start, offset: offset + 24, count: size, exactly: true)
        return .link(String(decoding: bytes, as: UTF8.self))
    }
}
