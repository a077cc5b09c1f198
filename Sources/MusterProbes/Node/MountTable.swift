public import MusterModel

/// One line of mountinfo (proc_pid_mountinfo(5)).
public struct Mount: Hashable, Sendable {
    /// The mount's own id and its parent's.
    public let id: Int, parent: Int
    /// `major:minor` of the file system; for FUSE the minor is the connection.
    public let device: String
    /// The folder of the file system that is shown, `/` for the whole.
    public let root: String
    /// Where it is mounted.
    public let point: String
    /// `rw,nosuid,nodev …` of the mount.
    public let options: Set<String>
    /// `shared:1`, `master:2`, `unbindable`.
    public let propagation: [String]
    /// The file system's type, `fuse.sshfs`.
    public let type: String
    /// What was mounted, `/dev/sda1`, `cvmfs2`.
    public let source: String
    /// Options of the file system itself.
    public let superOptions: Set<String>

    /// How mounts travel: `shared`, `slave`, `shared,slave`, `unbindable`, `private`.
    public var propagationWord: String {
        let kinds = propagation.compactMap { tag -> String? in
            if tag.hasPrefix("shared:") { return "shared" }
            if tag.hasPrefix("master:") { return "slave" }
            return tag == "unbindable" ? tag : nil
        }
        return kinds.isEmpty ? "private" : kinds.joined(separator: ",")
    }

    /// Whether a touch may wait for a server or a daemon: everything that is not a
    /// known local or kernel file system.
    public var mayBlock: Bool { !Self.localTypes.contains(type) }

    /// File systems that the kernel answers by itself. A hung disk blocks them too,
    /// but then the node is gone and not this audit alone.
    private static let localTypes: Set<String> = [
        "bdev", "binfmt_misc", "bpf", "btrfs", "cgroup", "cgroup2", "configfs",
        "cpuset", "debugfs", "devpts", "devtmpfs", "efivarfs", "erofs", "exfat", "ext2", "ext3",
        "ext4", "f2fs", "fusectl", "hugetlbfs", "iso9660", "jfs", "mqueue", "nsfs", "overlay",
        "pipefs",
        "proc", "pstore", "ramfs", "reiserfs", "rootfs", "rpc_pipefs", "securityfs", "selinuxfs",
        "sockfs", "squashfs", "sysfs", "tmpfs", "tracefs", "udf", "vfat", "xfs", "zfs",
    ]
}

/// The mounts of one mount namespace, in the order of the kernel's table.
public struct MountTable: Hashable, Sendable {
    /// The mounts; a later one on the same point hides an earlier one.
    public let mounts: [Mount]

    /// A table of its mounts.
    public init(_ mounts: [Mount]) { self.mounts = mounts }

    /// Reads the text of a mountinfo file.
    /// - Throws: malformed with the first line that is none.
    public init(parsing text: String, from source: String) throws(Absence) {
        var mounts: [Mount] = []
        for line in text.split(separator: "\n") {
            guard let mount = Mount(line: line) else {
                throw Absence(.malformed, "\(source): \(line.excerpt) is no line of a mount table")
            }
            mounts.append(mount)
        }
        guard !mounts.isEmpty else { throw Absence(.malformed, "\(source): no mounts") }
        self.mounts = mounts
    }

    /// The mount that shows `path`: the longest point that leads to it, the last
    /// of several on one point.
    public func covering(_ path: String) -> Mount? {
        var best: Mount?
        for mount in mounts where mount.point.leads(to: path) {
            if mount.point.utf8.count >= (best?.point.utf8.count ?? 0) { best = mount }
        }
        return best
    }

    /// The mount on exactly that point that is on top.
    public func mounted(on point: String) -> Mount? { mounts.last { $0.point == point } }
}

extension String {
    /// Whether `path` is this folder or lies below it.
    func leads(to path: String) -> Bool {
        self == "/" || path == self || path.hasPrefix(self + "/")
    }
}

extension Mount {
    /// A mount from `36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/x rw`.
    init?(line: Substring) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard let dash = words.firstIndex(of: "-"), dash >= 6, words.count >= dash + 3,
            let id = Int(words[0]), let parent = Int(words[1]), words[4].hasPrefix("/")
        else { return nil }
        self.id = id
        self.parent = parent
        device = String(words[2])
        root = Self.plain(words[3])
        point = Self.plain(words[4])
        options = Set(words[5].split(separator: ",").map(String.init))
        propagation = words[6..<dash].map(String.init)
        type = String(words[dash + 1])
        source = Self.plain(words[dash + 2])
        superOptions =
            words.count > dash + 3
            ? Set(words[dash + 3].split(separator: ",").map(String.init)) : []
    }

    /// Undoes the kernel's octal escapes of space, tab, newline, backslash.
    private static func plain(_ word: Substring) -> String {
        guard word.utf8.contains(UInt8(ascii: "\\")) else { return String(word) }
        var bytes: [UInt8] = []
        var rest = word.utf8[...]
        while let byte = rest.popFirst() {
            let code = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), code.count == 3,
                let value = UInt8(String(decoding: code, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
