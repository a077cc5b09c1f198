internal import Glibc

/// What the kernel's numbers mean.
enum ErrorText {
    /// `ENOSPC`.
    static let noSpace = ENOSPC
    /// `EFBIG`.
    static let tooLarge = EFBIG
    /// `ENOENT`.
    static let gone = ENOENT

    /// A number in words, as strerror(3) has it.
    static func of(_ code: Int32) -> String { String(cString: strerror(code)) }
}
