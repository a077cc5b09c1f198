internal import Glibc

/// Lines over pipes, bounded.
struct LineBuffer: Sendable {
    /// A file of the largest size, with every byte escaped, and its frame.
    static let bytesAtMost = 8 << 20

    private var bytes: [UInt8] = []

    /// What a read came to.
    enum Progress: Sendable, Equatable {
        /// A whole line, without its end.
        case line([UInt8])
        /// More is to come.
        case waiting
        /// The other side closed, or sent a line without bound.
        case ended
    }

    /// Reads once from `descriptor`; call when it is readable.
    mutating func read(from descriptor: Int32) -> Progress {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = buffer.withUnsafeMutableBytes {
            Glibc.read(descriptor, $0.baseAddress, $0.count)
        }
        if count < 0 { return errno == EINTR || errno == EAGAIN ? .waiting : .ended }
        if count == 0 || bytes.count > Self.bytesAtMost { return .ended }
        bytes += buffer[..<count]
        guard bytes.last == UInt8(ascii: "\n") else { return .waiting }
        defer { bytes = [] }
        return .line(bytes.dropLast())
    }
}

/// Writes all of `bytes` and a line end.
/// - Returns: whether the other side took it.
func writeLine(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = (bytes + [UInt8(ascii: "\n")])[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno != EINTR { return false }
        rest = rest.dropFirst(max(0, count))
    }
    return true
}
