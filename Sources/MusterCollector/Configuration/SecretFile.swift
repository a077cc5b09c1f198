internal import CLinux
internal import Foundation

/// A file with one secret, which nobody but its owner, or its group, may read.
struct SecretFile {
    /// Why it gives none.
    struct Failure: Error, Hashable, CustomStringConvertible {
        /// `file: what was found, what was needed`; nothing of what is in it.
        let description: String
    }

    private static let bytesAtMost = 4096

    let path: String
    /// Whether its group may read it: root's file for a service's account.
    var isOfGroup = false

    /// The secret without the end of its line. Of whoever it is, the file is looked at by the
    /// descriptor that is read, so that nobody changes it in between.
    /// - Throws: ``Failure``.
    func secret() throws(Failure) -> String {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw failure(String(cString: strerror(errno))) }
        defer { close(file) }
        var look = muster_look()
        let result = muster_look_into(file, &look)
        guard result == 0 else { throw failure(String(cString: strerror(-result))) }
        guard look.mode & UInt32(S_IFMT) == UInt32(S_IFREG) else {
            throw failure("needed a plain file")
        }
        guard look.user == geteuid() || look.user == 0 else {
            throw failure("owned by user \(look.user), needed root or user \(geteuid())")
        }
        guard look.mode & (isOfGroup ? 0o137 : 0o177) == 0 else {
            let mode = String(look.mode & 0o7777, radix: 8)
            throw failure(
                "mode \(mode), needed \(isOfGroup ? 640 : 600): others could read it")
        }
        var bytes = [UInt8](repeating: 0, count: Self.bytesAtMost + 1)
        let count = read(file, &bytes, bytes.count)
        guard count >= 0 else { throw failure(String(cString: strerror(errno))) }
        guard count <= Self.bytesAtMost else { throw failure("needed at most 4096 bytes") }
        var text = bytes.prefix(count)
        while let last = text.last, last == 10 || last == 13 { text.removeLast() }
        guard !text.isEmpty, text.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw failure("needed one line of ASCII")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func failure(_ words: String) -> Failure { Failure(description: "\(path): \(words)") }
}
