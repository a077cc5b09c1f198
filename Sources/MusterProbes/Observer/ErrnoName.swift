internal import Glibc

/// The kernel's errors by the names that documentation uses.
enum ErrnoName {
    private static let names: [Int32: String] = [
        EPERM: "EPERM", ENOENT: "ENOENT", EINTR: "EINTR", EIO: "EIO", EAGAIN: "EAGAIN",
        ENOMEM: "ENOMEM", EACCES: "EACCES", EBUSY: "EBUSY", EEXIST: "EEXIST",
        ENODEV: "ENODEV", ENOTDIR: "ENOTDIR", EINVAL: "EINVAL", ENFILE: "ENFILE",
        EMFILE: "EMFILE", ENOSPC: "ENOSPC", EROFS: "EROFS", ENOSYS: "ENOSYS",
        ELOOP: "ELOOP", EUSERS: "EUSERS", EOPNOTSUPP: "EOPNOTSUPP", ESTALE: "ESTALE",
        ECONNREFUSED: "ECONNREFUSED", ENOTCONN: "ENOTCONN", EOVERFLOW: "EOVERFLOW",
    ]

    /// `EPERM`; `errno 77` for one without a name here.
    static func of(_ code: Int32) -> String { names[code] ?? "errno \(code)" }
}
