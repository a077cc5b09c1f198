import CLinux
import Glibc

/// A file that others read: they see what was there before or all that is new.
struct WholeFile {
    /// Why it could not be written; nothing of it is there then.
    struct Failure: Error, Hashable, CustomStringConvertible {
        /// `file: the kernel's reason, or what was needed`.
        let description: String
    }

    let path: String

    /// Writes a draft beside the file, brings it to the disk, and puts it in its place.
    /// - Throws: ``Failure``.
    func write(_ bytes: [UInt8]) throws(Failure) {
        var look = muster_look()
        if muster_look_at(path, &look) == 0, look.mode & UInt32(S_IFMT) != UInt32(S_IFREG) {
            throw Failure(description: "\(path): no plain file, needed one or a new name")
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "./"
        let draft = "\(folder).\(parts.last ?? "").\(getpid()).new"
        // A draft of this name is that of a dead process with the same number.
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(draft) }
        do throws(Failure) {
            try fill(file, bytes, draft)
            guard rename(draft, path) == 0 else { throw failure(path) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    private func fill(_ file: Int32, _ bytes: [UInt8], _ draft: String) throws(Failure) {
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(draft) }
            written += count
        }
        guard fsync(file) == 0 else { throw failure(draft) }
    }

    private func failure(_ path: String) -> Failure {
        Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
}
