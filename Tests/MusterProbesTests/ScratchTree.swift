import Foundation
import Glibc
import MusterModel

/// A folder of one test, removed with it.
final class ScratchTree {
    /// Its path, without links.
    let root: String

    /// A folder below `parent`; root's own where nobody else may write on the way.
    init(below parent: String = "/tmp") throws {
        var name = Array("\(parent)/muster-test.XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw Absence(.forbidden, "\(parent): no folder") }
        root = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Writes a file and the folders above it; its path.
    @discardableResult
    func file(_ path: String, _ text: String = "", mode: Int = 0o644) throws -> String {
        let full = try parent(of: path)
        try Data(text.utf8).write(to: URL(filePath: full))
        guard chmod(full, mode_t(mode)) == 0 else { throw Absence(.forbidden, full) }
        return full
    }

    /// Makes a folder and those above it.
    func folder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: root + path, withIntermediateDirectories: true)
    }

    /// Makes a symbolic link.
    func link(_ path: String, to target: String) throws {
        guard symlink(target, try parent(of: path)) == 0 else { throw Absence(.forbidden, path) }
    }

    /// Makes a FIFO, whose reader would wait for a writer.
    func pipe(_ path: String) throws {
        guard mkfifo(try parent(of: path), 0o666) == 0 else { throw Absence(.forbidden, path) }
    }

    private func parent(of path: String) throws -> String {
        try folder(
            "/"
                + path.unicodeScalars.split(separator: "/").dropLast().map(String.init)
                .joined(separator: "/"))
        return root + "/" + path.unicodeScalars.dropFirst().map(String.init).joined()
    }
}
