internal import Glibc

/// A folder of one attempt's own, and what is needed to leave nothing of it.
struct ScratchFolder {
    /// Its path.
    let path: String
    /// The part of the name that nobody could guess: a token to recognise.
    var token: String { String(path.suffix(6)) }

    /// A new folder below `parent` that nobody else may enter.
    init(below parent: String) throws(StepFailure) {
        var name = Array((parent + "/muster.XXXXXX").utf8CString)
        guard mkdtemp(&name) != nil else { throw StepFailure(step: "scratch", code: errno) }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
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

    /// Removes it with everything in it, as far as this account may.
    func remove() {
        var left = Self.entriesAtMost
        Self.empty(path, depth: 0, &left)
        rmdir(path)
    }

    /// What a runtime leaves in its caches is far less; a limit ends a loop that
    /// somebody else feeds.
    private static let entriesAtMost = 200_000
    private static let depthAtMost = 64

    /// Links are removed and never followed; a folder's mode is no obstacle.
    private static func empty(_ folder: String, depth: Int, _ left: inout Int) {
        chmod(folder, 0o700)
        guard depth < depthAtMost, let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while left > 0, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            left -= 1
            let path = folder + "/" + name
            if unlink(path) == 0 { continue }
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
            empty(path, depth: depth + 1, &left)
            rmdir(path)
        }
    }
}
