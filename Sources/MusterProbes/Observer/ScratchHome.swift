internal import CLinux
internal import Glibc

/// A home of its own for one run of somebody else's program: runtimes make caches and
/// sockets in HOME, TMPDIR and XDG_RUNTIME_DIR also where they only tell their version.
struct ScratchHome {
    private let path: String

    /// More entries, or deeper ones, no version's answer makes.
    private static let entriesAtMost = 10_000
    private static let depthAtMost = 32

    /// A new folder below /tmp that belongs to `account`; nil where none can be made.
    init?(of account: Account?) {
        var name = Array("/tmp/muster.XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { return nil }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let account else { return }
        _ = chown(path, account.user, account.group)
    }

    /// The usual environment, at home here.
    var environment: [String] {
        ChildOrder.usual.filter { !$0.hasPrefix("HOME=") }
            + ["HOME", "TMPDIR", "XDG_RUNTIME_DIR"].map { "\($0)=\(path)" }
    }

    /// Removes it with everything in it.
    func remove() {
        var left = Self.entriesAtMost
        if let folder = try? Descriptor.open(path, muster_o_directory | muster_o_nofollow) {
            Self.empty(folder.number, depth: 0, &left)
        }
        rmdir(path)
    }

    /// By descriptors, so that no link that was put in the way is followed.
    private static func empty(_ folder: Int32, depth: Int, _ left: inout Int) {
        let number = dup(folder)
        guard depth < depthAtMost, let stream = fdopendir(number) else { return }
        defer { closedir(stream) }
        while left > 0, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            left -= 1
            if unlinkat(folder, name, 0) == 0 { continue }
            let inner = muster_openat(folder, name, muster_o_directory | muster_o_nofollow)
            guard inner >= 0 else { continue }
            empty(inner, depth: depth + 1, &left)
            close(inner)
            unlinkat(folder, name, AT_REMOVEDIR)
        }
    }
}
