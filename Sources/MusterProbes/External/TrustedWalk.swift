internal import CLinux
internal import Glibc
internal import MusterModel

/// Walks to a file that is going to be run or believed, and refuses it where
/// anybody else could have put it there or could change it.
///
/// The rule, for the file and for every folder from `/` on, those that links lead
/// through included, each looked at on its own opened descriptor: it belongs to a
/// trusted owner, and neither group nor others may write. A link belongs to a
/// trusted owner. A folder that all may write to, but only owners may remove from
/// (`/tmp`), is let through unless the program runs as root.
struct TrustedWalk {
    /// What was found: opened for nothing but being itself, its path without links.
    struct Found: ~Copyable {
        let descriptor: Descriptor
        let path: String
        let attributes: FileAttributes
    }

    /// Whose files count: root's, and the caller's own.
    let owners: Set<UInt32>
    /// Whether a sticky folder that others write to is let through.
    let allowsSticky: Bool
    /// The mount to refuse, for a path; nil goes on.
    var stops: @Sendable (String) -> Mount? = { _ in nil }

    /// The rule for what runs with these rights: as root only what is root's alone.
    init(for rights: ExternalProbe.Rights, stops: @escaping @Sendable (String) -> Mount?) {
        owners = rights == .root ? [0] : [0, geteuid()]
        allowsSticky = rights != .root
        self.stops = stops
    }

    /// Opens the file at `path`.
    /// - Throws: forbidden with the part of the way that others can change; the
    ///   kernel's reason otherwise.
    func open(_ path: String) throws(Absence) -> Found {
        guard path.isAbsolute, !path.utf8.contains(0) else {
            throw Absence(.malformed, "\(path.excerpt): needed an absolute path")
        }
        var here = try top()
        var at: [String] = []
        var steps = PathSteps(path)
        while let name = try steps.next() {
            if name == ".." {
                steps.again(at.dropLast())
                at = []
                here = try top()
                continue
            }
            let next = "/" + (at + [name]).joined(separator: "/")
            if let mount = stops(next) {
                throw Absence(
                    .unsupported, "\(next) lies on \(mount.inWords), needed a local file system")
            }
            let number = muster_openat(here.number, name, muster_o_path | muster_o_nofollow)
            if number < 0 { throw Absence(errno: -number, next) }
            let found = Descriptor(owning: number)
            let attributes = try FileTouch.attributes(found, next)
            try judge(attributes, next)
            if attributes.kind == .link {
                let target = try found.linkTarget(as: next)
                try steps.follow(target)
                if target.isAbsolute {
                    at = []
                    here = try top()
                }
            } else if steps.isAtEnd {
                return Found(descriptor: found, path: next, attributes: attributes)
            } else {
                at.append(name)
                here = found
            }
        }
        throw Absence(.malformed, "\(path): a folder, needed a file")
    }

    private func top() throws(Absence) -> Descriptor {
        let top = try Descriptor.open("/", muster_o_path | muster_o_directory)
        try judge(try FileTouch.attributes(top, "/"), "/")
        return top
    }

    private func judge(_ it: FileAttributes, _ path: String) throws(Absence) {
        guard owners.contains(it.user) else {
            let needed = owners.sorted().map { $0 == 0 ? "root" : "user \($0)" }
            throw Absence(
                .forbidden,
                "\(path): belongs to user \(it.user), needed \(needed.joined(separator: " or "))")
        }
        // A link's own mode means nothing.
        if it.kind == .link || it.mode & 0o022 == 0 { return }
        if it.kind == .folder, it.mode & 0o1000 != 0, allowsSticky { return }
        let who = it.mode & 0o002 != 0 ? "all" : "its group"
        throw Absence(.forbidden, "\(path): \(who) may write to it, needed its owner alone")
    }
}
