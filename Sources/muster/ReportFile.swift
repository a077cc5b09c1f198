import Glibc

/// The file of `--output`: whoever reads it sees the report before or the new one,
/// never half of either.
struct ReportFile {
    private let path: String
    private let folder: String
    /// In the same folder, hidden, and without an ending that a collector looks for.
    private let draft: String

    /// Read by others, written by its owner, as far as the umask allows.
    private static let mode: mode_t = 0o644

    init(_ path: String) {
        self.path = path
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = parts.last.map(String.init) ?? ""
        folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "./"
        draft = "\(folder).\(name).\(getpid()).new"
    }

    /// Writes a draft beside the file, brings it to the disk, and puts it in the
    /// file's place.
    /// - Throws: ``AuditFailure`` with the path and the kernel's reason; the file
    ///   before is as it was.
    func write(_ text: String) throws(AuditFailure) {
        try refuseSpecial()
        // A draft of this name is that of a dead process with the same number.
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, Self.mode)
        guard file >= 0 else { throw failure(draft) }
        do throws(AuditFailure) {
            try fill(file, Array(text.utf8))
            guard rename(draft, path) == 0 else { throw failure(path) }
        } catch {
            unlink(draft)
            throw error
        }
        try settleFolder()
    }

    /// To rename over a device would take it away from everybody.
    private func refuseSpecial() throws(AuditFailure) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
        let kind =
            switch status.st_mode & S_IFMT {
            case S_IFDIR: "a folder"
            case S_IFLNK: "a symbolic link"
            default: "no regular file"
            }
        throw AuditFailure(.outputLost, "--output: \(path): \(kind), needed a file or a new name")
    }

    private func fill(_ file: Int32, _ bytes: [UInt8]) throws(AuditFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = failure(draft)
                close(file)
                throw error
            }
            written += count
        }
        let isSafe = fsync(file) == 0
        let error = failure(draft)
        // Some network file systems tell only now that the disk is full.
        guard close(file) == 0 else { throw failure(draft) }
        guard isSafe else { throw error }
    }

    private func settleFolder() throws(AuditFailure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder) }
        defer { close(descriptor) }
        // A file system that cannot settle a folder says EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(folder) }
    }

    private func failure(_ path: String) -> AuditFailure {
        AuditFailure(.outputLost, "--output: \(path): \(String(cString: strerror(errno)))")
    }
}
