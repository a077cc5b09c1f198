internal import CLinux
internal import Glibc

/// A folder of one attempt's or one program's own, and what is needed to leave nothing
/// of it.
struct ScratchFolder {
    /// Its path.
    let path: String
    /// The part of the name that nobody could guess: a token to recognise.
    var token: String { String(path.suffix(6)) }

    /// A new folder below `parent` that nobody but `account`, or we, may enter.
    init(below parent: String, of account: Account? = nil) throws(StepFailure) {
        var name = Array((parent + "/muster.XXXXXX").utf8CString)
        guard mkdtemp(&name) != nil else { throw StepFailure(step: "scratch", code: errno) }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if let account { _ = chown(path, account.user, account.group) }
    }

    /// Makes a folder in it.
    func folder(_ name: String, mode: mode_t = 0o700) throws(StepFailure) {
        try StepFailure.call("scratch", mkdir("\(path)/\(name)", mode))
    }

    /// Writes a file in it.
    func file(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws(StepFailure) {
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        try StepFailure.call("scratch", file)
        defer { close(file) }
        let count = Glibc.write(file, bytes, bytes.count)
        try StepFailure.call("scratch", Int32(clamping: count))
        // A full disk may take a part and fail with the next write alone.
        guard count == bytes.count else { throw StepFailure(step: "scratch", code: ENOSPC) }
    }

    /// The usual environment, at home here: runtimes make caches and sockets in HOME,
    /// TMPDIR and XDG_RUNTIME_DIR also where they only tell their version.
    var environment: [String] {
        ChildOrder.usual.filter { !$0.hasPrefix("HOME=") }
            + ["HOME", "TMPDIR", "XDG_RUNTIME_DIR"].map { "\($0)=\(path)" }
    }

    /// Removes it with everything in it, as far as this account may.
    /// - Returns: whether nothing of it is left.
    @discardableResult
    func remove() -> Bool {
        var left = Self.entriesAtMost
        if let folder = try? Descriptor.open(path, muster_o_directory | muster_o_nofollow) {
            var (raised, before) = (0, -1)
            // What lies deep is raised to the top; each pass ends with fewer folders.
            while left > 0, raised != before {
                before = raised
                Self.empty(folder.number, top: folder.number, depth: 0, &left, &raised)
            }
        }
        return rmdir(path) == 0
    }

    /// What a runtime leaves in its caches is far less; a limit ends a loop that
    /// somebody else feeds.
    private static let entriesAtMost = 200_000
    /// Each level holds a descriptor.
    private static let depthAtMost = 64

    /// By descriptors, so that no link that was put in the way is followed.
    private static func empty(
        _ folder: Int32, top: Int32, depth: Int, _ left: inout Int, _ raised: inout Int
    ) {
        // Opened anew: a copy would go on where the last reading ended.
        let copy = muster_openat(folder, ".", muster_o_directory)
        guard copy >= 0, let stream = fdopendir(copy) else { return }
        defer { closedir(stream) }
        while left > 0, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            left -= 1
            if unlinkat(folder, name, 0) == 0 { continue }
            if depth >= depthAtMost {
                if renameat(folder, name, top, ".muster-raised.\(raised)") == 0 { raised += 1 }
                continue
            }
            let inner = enter(name, of: folder)
            guard inner >= 0 else { continue }
            empty(inner, top: top, depth: depth + 1, &left, &raised)
            close(inner)
            unlinkat(folder, name, AT_REMOVEDIR)
        }
    }

    /// Opens a folder whose mode is no obstacle to its owner; root meets none.
    private static func enter(_ name: String, of folder: Int32) -> Int32 {
        let flags = muster_o_directory | muster_o_nofollow
        let inner = muster_openat(folder, name, flags)
        guard inner == -EACCES, geteuid() != 0 else { return inner }
        fchmodat(folder, name, 0o700, 0)
        return muster_openat(folder, name, flags)
    }
}
