internal import CLinux
internal import Glibc
internal import MusterModel

/// Follows a path folder by folder, itself resolving every symbolic link, so that
/// nothing is touched before its mount was asked about and nothing leaves the root.
///
/// Links are read below the root: an absolute link of a foreign tree stays in it.
struct PathWalk {
    /// Where a walk ended.
    enum Landing: ~Copyable {
        /// The thing itself, opened O_PATH, and its path without links.
        case here(Descriptor, path: String)
        /// The next step lies on a mount that may block: the path from there on,
        /// without links up to that mount.
        case crossing(Mount, path: String)
    }

    /// The folder that counts as `/`.
    let root: String
    /// The mount to stop before, for a path from the root; nil goes on.
    let stops: @Sendable (String) -> Mount?

    /// Walks to `path`; the last link is followed where `following`.
    func walk(to path: String, following: Bool = true) throws(Absence) -> Landing {
        guard path.isAbsolute, !path.utf8.contains(0) else {
            throw Absence(.malformed, "\(path.excerpt): needed an absolute path")
        }
        if let mount = stops("/") { return .crossing(mount, path: path) }
        var here = try Descriptor.open(root, muster_o_path | muster_o_directory)
        var at: [String] = []
        var steps = PathSteps(path)
        while let name = try steps.next() {
            if name == ".." {
                // Walked from the root again: a parent by descriptor could leave it.
                steps.again(at.dropLast())
                at = []
                here = try Descriptor.open(root, muster_o_path | muster_o_directory)
                continue
            }
            let next = "/" + (at + [name]).joined(separator: "/")
            if let mount = stops(next) {
                return .crossing(mount, path: ([next] + steps.rest).joined(separator: "/"))
            }
            let found = try step(name, from: here, as: next)
            if following || !steps.isAtEnd, let target = try link(found, as: next) {
                try steps.follow(target)
                if target.isAbsolute {
                    at = []
                    here = try Descriptor.open(root, muster_o_path | muster_o_directory)
                }
            } else {
                at.append(name)
                here = found
            }
        }
        return .here(here, path: "/" + at.joined(separator: "/"))
    }

    private func step(
        _ name: String, from folder: borrowing Descriptor, as path: String
    ) throws(Absence) -> Descriptor {
        let number = muster_openat(folder.number, name, muster_o_path | muster_o_nofollow)
        if number < 0 { throw Absence(errno: -number, path) }
        return Descriptor(owning: number)
    }

    /// The target of an opened link; nil where it is none.
    private func link(_ found: borrowing Descriptor, as path: String) throws(Absence) -> String? {
        var status = stat()
        guard fstat(found.number, &status) == 0 else { throw Absence(errno: errno, path) }
        guard status.st_mode & S_IFMT == S_IFLNK else { return nil }
        return try found.linkTarget(as: path)
    }
}

extension Descriptor {
    /// The target of a link opened with O_PATH and O_NOFOLLOW.
    func linkTarget(as path: String) throws(Absence) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = muster_readlink(number, &buffer, buffer.count)
        guard length >= 0 else { throw Absence(errno: Int32(-length), path) }
        return String(decoding: buffer[..<length], as: UTF8.self)
    }
}
