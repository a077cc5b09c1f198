internal import CLinux
internal import Glibc
internal import MusterModel

/// The touches of one path that a walk has found, each as an answer.
enum FileTouch {
    /// A folder of more names is no folder that a probe reads.
    static let namesAtMost = 100_000

    /// Answers a question about an opened path; nil where the question is of
    /// another kind.
    static func answer(
        _ question: Question, at found: borrowing Descriptor, path: String
    ) throws(Absence) -> Answer? {
        switch question {
        case .read: .text(try text(found, path))
        case .list: .names(try names(found, path))
        case .attributes: .attributes(try attributes(found, path))
        case .link: .text(try target(found, path))
        case .capacity: .capacity(try capacity(found, path))
        case .extended(let name, _): .text(try extended(name, found, path))
        case .bytes(_, let offset, let count):
            .bytes(try bytes(found, at: offset, count: count, path))
        case .access, .run, .connect, .silence, .machine, .attempt, .inside, .plugin: nil
        }
    }

    private static func text(
        _ found: borrowing Descriptor, _ path: String
    ) throws(Absence) -> String {
        // A pipe or device in a foreign tree would wait or act when opened.
        let kind = try attributes(found, path).kind
        guard kind == .file else {
            throw Absence(.malformed, "\(path): a \(kind.rawValue), needed a file")
        }
        let file = try found.reopened(O_RDONLY | O_NONBLOCK, as: path)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < Question.contentAtMost {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(file.number, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Absence(errno: errno, path) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes.prefix(Question.contentAtMost), as: UTF8.self)
    }

    /// A file's bytes from an offset on, at most ``Question/bytesAtMost``.
    private static func bytes(
        _ found: borrowing Descriptor, at offset: Int64, count: Int, _ path: String
    ) throws(Absence) -> [UInt8] {
        let kind = try attributes(found, path).kind
        guard kind == .file else {
            throw Absence(.malformed, "\(path): a \(kind.rawValue), needed a file")
        }
        let file = try found.reopened(O_RDONLY | O_NONBLOCK, as: path)
        let room = min(count, Question.bytesAtMost)
        return try file.bytes(at: offset, count: room, path)
    }

    private static func names(
        _ found: borrowing Descriptor, _ path: String
    ) throws(Absence) -> [String] {
        let folder = try found.reopened(O_RDONLY | muster_o_directory, as: path)
        let number = dup(folder.number)
        guard number >= 0, let stream = fdopendir(number) else {
            throw Absence(errno: errno, path)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream), names.count < namesAtMost {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func attributes(
        _ found: borrowing Descriptor, _ path: String
    ) throws(Absence) -> FileAttributes {
        var status = stat()
        guard fstat(found.number, &status) == 0 else { throw Absence(errno: errno, path) }
        let kind: FileAttributes.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFSOCK: .socket
            case S_IFIFO: .pipe
            default: .device
            }
        return FileAttributes(
            kind: kind, user: status.st_uid, group: status.st_gid,
            mode: status.st_mode & 0o7777, size: Int64(status.st_size))
    }

    private static func target(
        _ found: borrowing Descriptor, _ path: String
    ) throws(Absence) -> String {
        guard try attributes(found, path).kind == .link else {
            throw Absence(.absent, "\(path): no symbolic link")
        }
        return try found.linkTarget(as: path)
    }

    private static func capacity(
        _ found: borrowing Descriptor, _ path: String
    ) throws(Absence) -> Capacity {
        var status = muster_statfs()
        let code = muster_fstatfs(found.number, &status)
        guard code == 0 else { throw Absence(errno: -code, path) }
        return Capacity(
            magic: status.magic,
            total: clamped(status.blocks, status.block_size),
            available: clamped(status.blocks_available, status.block_size),
            free: clamped(status.blocks_free, status.block_size),
            keepsFileType: status.magic == xfs ? keepsFileType(found, path) : nil)
    }

    /// XFS_SUPER_MAGIC of linux/magic.h.
    private static let xfs: Int64 = 0x5846_5342

    /// nil also where the folder could not be opened to ask.
    private static func keepsFileType(_ found: borrowing Descriptor, _ path: String) -> Bool? {
        guard let file = try? found.reopened(O_RDONLY | O_NONBLOCK, as: path) else { return nil }
        let answer = muster_xfs_keeps_file_type(file.number)
        return answer < 0 ? nil : answer == 1
    }

    private static func clamped(_ blocks: UInt64, _ size: UInt64) -> Int64 {
        let (bytes, over) = blocks.multipliedReportingOverflow(by: size)
        return over || bytes > UInt64(Int64.max) ? .max : Int64(bytes)
    }

    private static func extended(
        _ name: String, _ found: borrowing Descriptor, _ path: String
    ) throws(Absence) -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let length = buffer.withUnsafeMutableBytes {
            muster_getxattr("/proc/self/fd/\(found.number)", name, $0.baseAddress, $0.count)
        }
        guard length >= 0 else { throw Absence(errno: Int32(-length), "\(path) \(name)") }
        return String(decoding: buffer[..<length], as: UTF8.self)
    }
}
