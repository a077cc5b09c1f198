import Foundation
import Glibc
import MusterCollector
import MusterModel

/// Files of check bundles and of the keys that sign them, as the command line names them.
enum BundleFile {
    /// A signed bundle.
    /// - Throws: ``UnreadableFile``; `Bench.Mistakes` where it is none.
    static func signed(_ path: String) throws -> SignedBundle {
        let bytes = try bytes(of: path, atMost: SignedBundle.bytesAtMost)
        do { return try SignedBundle(reading: bytes) } catch {
            throw Bench.Mistakes(lines: ["\(path): \(error)"])
        }
    }

    /// The bundle in it, proven by a public key where one is named.
    /// - Throws: `Bench.Mistakes` where it is not by that key, or no bundle.
    static func bundle(in signed: SignedBundle, _ path: String, by key: String?) throws
        -> ProvenBundle
    {
        let keys = try key.map { [try publicKey($0)] }
        do {
            return try keys.map { try signed.proven(byOneOf: $0) } ?? signed.unproven()
        } catch let error as WireError {
            throw Bench.Mistakes(lines: ["\(path): \(error)"])
        }
    }

    /// A public half: its 64 digits, or the file that holds them.
    /// - Throws: ``UnreadableFile``.
    private static func publicKey(_ word: String) throws -> BundleKey {
        if let key = BundleKey(text: word) { return key }
        let text = try text(of: word)
        guard let key = BundleKey(text: text) else {
            throw UnreadableFile(description: "\(word): needed a public key in 64 digits")
        }
        return key
    }

    /// A key that signs, from a file that nobody but its owner can read.
    /// - Throws: ``UnreadableFile``.
    static func secret(_ path: String) throws -> BundleSecret {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw UnreadableFile(description: "\(path): \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw UnreadableFile(
                description: "\(path): others may read it; needed mode 0600")
        }
        guard let secret = BundleSecret(text: try text(of: path)) else {
            throw UnreadableFile(description: "\(path): needed a key in 64 digits")
        }
        return secret
    }

    /// Writes a file that is not there yet.
    /// - Throws: ``UnreadableFile`` with the kernel's reason.
    static func create(_ path: String, _ bytes: [UInt8], mode: mode_t) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else {
            throw UnreadableFile(description: "\(path): \(String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
        } catch { throw UnreadableFile(description: "\(path): \(error.localizedDescription)") }
    }

    private static func text(of path: String) throws -> String {
        let bytes = try bytes(of: path, atMost: 4096)
        return String(decoding: bytes, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func bytes(of path: String, atMost: Int) throws -> [UInt8] {
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw UnreadableFile(description: "\(path): \(error.localizedDescription)")
        }
        guard data.count <= atMost else {
            throw UnreadableFile(
                description: "\(path): \(data.count) bytes, needed at most \(atMost)")
        }
        return Array(data)
    }
}
