internal import Glibc

extension CheckFile {
    /// More files than a site has; a folder with more is probably the wrong one.
    public static let filesAtMost = 64

    /// The `*.yaml` files of a site's folder, by name, hidden ones left out, and
    /// what could not be read.
    ///
    /// Only regular files of at most a mebibyte of UTF-8 count; a name that ends in
    /// `.yaml` and is anything else is an error, never silence.
    public static func inFolder(
        _ path: String
    ) -> (files: [CheckFile], errors: [ChecksError]) {
        var files: [CheckFile] = []
        var errors: [ChecksError] = []
        do {
            for name in try names(in: path) {
                do {
                    let full = path + "/" + name
                    files.append(try reading(full))
                } catch {
                    errors.append(error)
                }
            }
        } catch {
            errors.append(error)
        }
        return (files, errors)
    }

    /// A single file, under its path.
    /// - Throws: ``ChecksError`` of the file as a whole: `absent`, `forbidden`,
    ///   `unreadable` (also where it is no regular file), `size` or `encoding`.
    public static func reading(_ path: String) throws(ChecksError) -> CheckFile {
        CheckFile(name: path, text: try text(of: path))
    }

    private static func names(in folder: String) throws(ChecksError) -> [String] {
        guard let stream = opendir(folder) else { throw ChecksError(errno: errno, folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix(".yaml"), !name.hasPrefix(".") else { continue }
            names.append(name)
            guard names.count <= filesAtMost else {
                throw ChecksError(
                    whole: folder, .size, "more than \(filesAtMost) check files in one folder")
            }
        }
        return names.sorted()
    }

    /// The text of a regular file; O_NONBLOCK so that a named pipe cannot hold us.
    private static func text(of path: String) throws(ChecksError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw ChecksError(errno: errno, path) }
        defer { close(descriptor) }
        var attributes = stat()
        guard fstat(descriptor, &attributes) == 0 else { throw ChecksError(errno: errno, path) }
        guard attributes.st_mode & S_IFMT == S_IFREG else {
            throw ChecksError(whole: path, .unreadable, "no regular file")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= YAMLDocument.bytesAtMost {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw ChecksError(errno: errno, path) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        guard bytes.count <= YAMLDocument.bytesAtMost else {
            throw ChecksError(
                whole: path, .size, "more than \(YAMLDocument.bytesAtMost) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ChecksError(whole: path, .encoding, "no UTF-8")
        }
        return text
    }
}

extension ChecksError {
    /// A mistake of a file or folder as a whole.
    init(whole file: String, _ code: Code, _ detail: String) {
        self.init(file: file, line: 0, column: 0, code: code, detail: detail)
    }

    /// What the kernel said about a file or folder.
    init(errno code: Int32, _ file: String) {
        let reason: Code =
            switch code {
            case ENOENT, ENOTDIR: .absent
            case EACCES, EPERM: .forbidden
            default: .unreadable
            }
        self.init(whole: file, reason, String(cString: strerror(code)))
    }
}
