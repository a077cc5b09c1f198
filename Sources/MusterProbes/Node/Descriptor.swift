internal import CLinux
internal import Glibc
internal import MusterModel

/// An open file descriptor that closes with its last owner.
struct Descriptor: ~Copyable {
    let number: Int32

    init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// Opens a path from the root, or one relative to the working folder.
    static func open(_ path: String, _ flags: Int32) throws(Absence) -> Descriptor {
        let number = muster_openat(AT_FDCWD, path, flags)
        if number < 0 { throw Absence(errno: -number, path) }
        return Descriptor(owning: number)
    }

    /// A descriptor of the same file opened anew, to read what O_PATH only named.
    func reopened(_ flags: Int32, as name: String) throws(Absence) -> Descriptor {
        let number = muster_openat(AT_FDCWD, "/proc/self/fd/\(self.number)", flags)
        if number < 0 { throw Absence(errno: -number, name) }
        return Descriptor(owning: number)
    }

    /// Bytes from an offset on (pread(2)); fewer at the file's end.
    func bytes(at offset: Int64, count: Int, _ source: String) throws(Absence) -> [UInt8] {
        guard offset >= 0, count >= 0 else { throw Absence(errno: EINVAL, source) }
        var out = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let length = out.withUnsafeMutableBytes {
                pread(
                    number, $0.baseAddress?.advanced(by: filled), count - filled,
                    off_t(offset) + off_t(filled))
            }
            if length < 0, errno == EINTR { continue }
            guard length >= 0 else { throw Absence(errno: errno, source) }
            if length == 0 { break }
            filled += length
        }
        return Array(out.prefix(filled))
    }
}

extension Absence {
    /// The absence that the kernel's `errno` for `source` means.
    init(errno code: Int32, _ source: String) {
        let reason: Reason =
            switch code {
            case ENOENT, ENOTDIR, ENODATA, ENXIO: .absent
            case EACCES, EPERM: .forbidden
            case EOPNOTSUPP, ENOSYS, EINVAL: .unsupported
            case ETIMEDOUT: .timedOut
            default: .malformed
            }
        self.init(reason, "\(source): \(String(cString: strerror(code)))")
    }
}
