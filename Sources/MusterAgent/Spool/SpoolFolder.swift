internal import CLinux
internal import Glibc

/// A spool's files in a folder of the disk that nobody but their owner may enter.
///
/// The folder is opened once; every call goes through its descriptor, and none follows
/// a link.
public final class SpoolFolder: SpoolFiles, Sendable {
    private let folder: Int32
    /// Whose the folder and every file in it is.
    private let owner: uid_t
    private let isReadByAll: Bool

    /// Opens a folder, and makes it where it is not there yet; its parent has to be.
    ///
    /// - Parameter isReadByAll: whether others may enter it and read what is made in it.
    /// - Throws: ``SpoolFault`` of `open`; `EPERM` where it is another user's or others
    ///   may write there.
    public init(_ path: String, isReadByAll: Bool = false) throws(SpoolFault) {
        self.isReadByAll = isReadByAll
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            // A file system that is read-only now may hold a folder of a better time.
            guard errno == EROFS else { throw SpoolFault(.open, path, errno) }
        }
        (folder, owner) = try Self.opened(path) { $0 == geteuid() }
        // Whatever the mask was when it was made.
        if isReadByAll { fchmod(folder, 0o755) }
    }

    /// Opens a folder to look at what another account keeps there: makes nothing, and takes
    /// root to any account's folder.
    /// - Throws: ``SpoolFault`` of `open`.
    public init(lookingAt path: String) throws(SpoolFault) {
        isReadByAll = false
        (folder, owner) = try Self.opened(path) { geteuid() == 0 || $0 == geteuid() }
    }

    private static func opened(
        _ path: String, by isRight: (uid_t) -> Bool
    ) throws(SpoolFault) -> (Int32, uid_t) {
        let number = muster_openat(AT_FDCWD, path, muster_o_directory | muster_o_nofollow)
        guard number >= 0 else { throw SpoolFault(.open, path, -number) }
        var status = stat()
        guard fstat(number, &status) == 0, isRight(status.st_uid), status.st_mode & 0o022 == 0
        else {
            Glibc.close(number)
            throw SpoolFault(.open, path, EPERM)
        }
        return (number, status.st_uid)
    }

    deinit { Glibc.close(folder) }

    /// The names in the folder but `.` and `..`.
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func names() throws(SpoolFault) -> [String] {
        let copy = muster_openat(folder, ".", muster_o_directory)
        guard copy >= 0, let listing = fdopendir(copy) else {
            throw SpoolFault(.list, "", copy < 0 ? -copy : errno)
        }
        defer { closedir(listing) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw SpoolFault(.list, "", errno) }
        return names
    }

    /// The bytes of a regular file of the owner's with one name, read without following a link.
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func read(_ name: String, atMost most: Int) throws(SpoolFault) -> [UInt8] {
        // Non-blocking: a FIFO under this name would wait for a writer.
        let file = muster_openat(folder, name, O_RDONLY | muster_o_nofollow | O_NONBLOCK)
        guard file >= 0 else { throw SpoolFault(.read, name, -file) }
        defer { Glibc.close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw SpoolFault(.read, name, errno) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == owner, status.st_nlink == 1
        else { throw SpoolFault(.read, name, EPERM) }
        guard status.st_size <= most else { throw SpoolFault(.read, name, EFBIG) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes[filled...].withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SpoolFault(.read, name, errno) }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    /// A new file that only we may read, or everybody where the folder is for all.
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func create(_ name: String) throws(SpoolFault) -> Int32 {
        let file = muster_create_at(folder, name)
        guard file >= 0 else { throw SpoolFault(.create, name, -file) }
        if isReadByAll { fchmod(file, 0o644) }
        return file
    }

    /// Writes some of the bytes and answers how many.
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func write(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(SpoolFault) -> Int {
        while true {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            guard errno == EINTR else { throw SpoolFault(.write, "", errno) }
        }
    }

    /// fsync(2).
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func sync(_ file: Int32) throws(SpoolFault) {
        guard fsync(file) == 0 else { throw SpoolFault(.sync, "", errno) }
    }

    /// Ends the writing.
    public func close(_ file: Int32) { Glibc.close(file) }

    /// renameat(2) inside the folder.
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func rename(_ old: String, to new: String) throws(SpoolFault) {
        guard renameat(folder, old, folder, new) == 0 else {
            throw SpoolFault(.rename, old, errno)
        }
    }

    /// unlinkat(2).
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func remove(_ name: String) throws(SpoolFault) {
        guard unlinkat(folder, name, 0) == 0 else { throw SpoolFault(.remove, name, errno) }
    }

    /// fsync(2) of the folder.
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func settle() throws(SpoolFault) {
        guard fsync(folder) == 0 else { throw SpoolFault(.settle, "", errno) }
    }

    /// What an unprivileged user still gets (fstatvfs(3)).
    /// - Throws: ``SpoolFault`` with the kernel's errno.
    public func bytesFree() throws(SpoolFault) -> Int64 {
        var space = statvfs()
        guard fstatvfs(folder, &space) == 0 else { throw SpoolFault(.space, "", errno) }
        return Int64(
            clamping: UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize))
                .partialValue)
    }
}
