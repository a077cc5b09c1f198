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
    /// known local or kernel file system, and one made of an image file, whose own
    /// file system is not in sight (a loop device); the root folder's aside, without
    /// which nothing runs.
    public var mayBlock: Bool {
        !Self.localTypes.contains(type) || isImageFile && point != "/"
    }

    /// Whether a loop device is mounted: a file of another file system.
    public var isImageFile: Bool { source.hasPrefix("/dev/loop") }

    /// The folders that an overlay shows (kernel overlayfs.rst); none of other types.
    fileprivate var layers: [String] {
        guard type == "overlay", point != "/" else { return [] }
        return superOptions.flatMap { option -> [String] in
            let parts = option.parts(by: "=", maxSplits: 1)
            guard parts.count == 2, ["lowerdir", "lowerdir+", "upperdir"].contains(parts[0])
            else { return [] }
            return parts[1].parts(by: ":").map(String.init)
        }
    }

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

    /// Those that a path still leads to.
    private let shown: [Mount]

    /// A table of its mounts.
    public init(_ mounts: [Mount]) {
        self.mounts = mounts
        shown = Self.reachable(mounts)
    }

    /// Reads the text of a mountinfo file.
    /// - Throws: malformed with the first line that is none.
    public init(parsing text: String, from source: String) throws(Absence) {
        var mounts: [Mount] = []
        for line in text.parts(by: "\n") {
            guard let mount = Mount(line: line) else {
                throw Absence(.malformed, "\(source): \(line.excerpt) is no line of a mount table")
            }
            mounts.append(mount)
        }
        guard !mounts.isEmpty else { throw Absence(.malformed, "\(source): no mounts") }
        self.init(mounts)
    }

    /// The mount that shows `path`: the longest point that leads to it, the last
    /// of several on one point, without those that others were mounted over.
    public func covering(_ path: String) -> Mount? {
        var best: Mount?
        for mount in shown where mount.point.leads(to: path) {
            if mount.point.utf8.count >= (best?.point.utf8.count ?? 0) { best = mount }
        }
        return best
    }

    /// The mount that shows `path`, where it may block: by itself, or as an overlay
    /// of folders on a mount that may.
    func blocking(_ path: String) -> Mount? {
        guard let mount = covering(path) else { return nil }
        let below = mount.layers.compactMap { covering($0) }
        return mount.mayBlock || below.contains { $0.mayBlock } ? mount : nil
    }

    /// The mount on exactly that point that is on top.
    public func mounted(on point: String) -> Mount? { shown.last { $0.point.isBytewise(point) } }

    /// A mount is out of reach, and all mounts on it, where another one on the same
    /// parent lies on its point (a later one) or on a folder that leads there.
    private static func reachable(_ mounts: [Mount]) -> [Mount] {
        let known = Set(mounts.map(\.id))
        var points: [Int: [[UInt8]: Int]] = [:]
        for (index, mount) in mounts.enumerated()
        where known.contains(mount.parent) && mount.parent != mount.id {
            points[mount.parent, default: [:]][Array(mount.point.utf8)] = index
        }
        var hidden: Set<Int> = []
        for (index, mount) in mounts.enumerated() {
            guard let siblings = points[mount.parent] else { continue }
            let isHidden = mount.foldersAbove.contains { folder in
                siblings[folder].map { $0 != index } ?? false
            }
            if isHidden { hidden.insert(mount.id) }
        }
        var before = -1
        while before != hidden.count {
            before = hidden.count
            for mount in mounts where hidden.contains(mount.parent) { hidden.insert(mount.id) }
        }
        return mounts.filter { mount in
            let isUnder = points[mount.id]?[Array(mount.point.utf8)] != nil
            return !hidden.contains(mount.id) && !isUnder
        }
    }
}

extension String {
    /// This absolute path inside the tree whose root folder is `root`.
    func below(_ root: String) -> String {
        root == "/" ? self : self == "/" ? root : root + self
    }

    /// Whether `path` is this folder or lies below it.
    func leads(to path: String) -> Bool {
        if utf8.elementsEqual("/".utf8) || isBytewise(path) { return true }
        return path.utf8.starts(with: utf8)
            && path.utf8.dropFirst(utf8.count).first == UInt8(ascii: "/")
    }
}

extension Mount {
    /// A mount from `36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/x rw`.
    init?(line: Substring) {
        let words = line.parts(by: " ", keepingEmpty: true)
        guard let dash = words.firstIndex(of: "-"), dash >= 6, words.count >= dash + 3,
            let id = Int(words[0]), let parent = Int(words[1]), words[4].isAbsolute
        else { return nil }
        self.id = id
        self.parent = parent
        device = String(words[2])
        root = Self.plain(words[3])
        point = Self.plain(words[4])
        options = Set(words[5].parts(by: ",").map(String.init))
        propagation = words[6..<dash].map(String.init)
        type = String(words[dash + 1])
        source = Self.plain(words[dash + 2])
        superOptions =
            words.count > dash + 3
            ? Set(words[dash + 3].parts(by: ",").map(String.init)) : []
    }

    /// The point and the folders that lead to it, `/` among them.
    fileprivate var foldersAbove: [[UInt8]] {
        let bytes = Array(point.utf8)
        let cuts = bytes.indices.dropFirst().filter { bytes[$0] == UInt8(ascii: "/") }
        return [Array("/".utf8)] + cuts.map { Array(bytes[..<$0]) } + [bytes]
    }

    /// Undoes the kernel's octal escapes of space, tab, newline, backslash.
    private static func plain(_ word: Substring) -> String {
        guard word.utf8.contains(UInt8(ascii: "\\")) else { return String(word) }
        var bytes: [UInt8] = []
        var rest = word.utf8[...]
        while let byte = rest.popFirst() {
            let code = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), code.count == 3, code.allSatisfy({ 48...55 ~= $0 }),
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
