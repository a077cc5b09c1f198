import Glibc

/// A file that an administrator named: configuration, demands, a recording.
enum SmallFile {
    /// Nothing that is named on a command line is longer.
    static let bytesAtMost = 4 << 20

    /// Why a file could not be read.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// The text of a file.
    /// - Throws: ``Unreadable`` with the path and the kernel's reason.
    static func text(_ path: String) throws(Unreadable) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw unreadable(path) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= bytesAtMost {
            let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        guard bytes.count <= bytesAtMost else {
            throw Unreadable(description: "\(path): more than \(bytesAtMost) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Unreadable(description: "\(path): not UTF-8 text")
        }
        return text
    }

    /// Whether something is there.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func unreadable(_ path: String) -> Unreadable {
        Unreadable(description: "\(path): \(String(cString: strerror(errno)))")
    }
}
