public import MusterModel

/// What a node answered to a ``Question``.
public enum Answer: Hashable, Sendable {
    /// Content, a link's target, an attribute's value, the machine's name.
    case text(String)
    /// The names in a folder, sorted.
    case names([String])
    case attributes(FileAttributes)
    case capacity(Capacity)
    case access(Access)
    case program(ProgramEnd)
    case attempt(AttemptEnd)
    case bytes([UInt8])
    /// What an image holds, an entry for each path asked, in their order.
    case entries([ImageEntry])
    /// Why there is no answer.
    case missing(Absence)
}

/// What a path leads to.
public struct FileAttributes: Hashable, Sendable {
    /// The kinds of file that matter here.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case file, folder, link, device, socket, pipe
    }

    /// What it is.
    public var kind: Kind
    /// The owner's user id.
    public var user: UInt32
    /// The owner's group id.
    public var group: UInt32
    /// Permission bits with setuid, setgid and sticky bit.
    public var mode: UInt32
    /// Bytes.
    public var size: Int64

    /// Attributes from their parts.
    public init(kind: Kind, user: UInt32, group: UInt32, mode: UInt32, size: Int64) {
        self.kind = kind
        self.user = user
        self.group = group
        self.mode = mode
        self.size = size
    }

    /// Whether the setuid bit is on.
    public var isSetuid: Bool { mode & 0o4000 != 0 }

    /// Whether only root can change it: root owns it and no other may write.
    public var isRootsAlone: Bool { user == 0 && mode & 0o022 == 0 }
}

/// The size of a file system.
public struct Capacity: Hashable, Sendable {
    /// The type's magic number (statfs(2), `f_type`).
    public var magic: Int64
    /// All bytes.
    public var total: Int64
    /// Bytes that an ordinary user may still write.
    public var available: Int64
    /// Free bytes, root's reserve included.
    public var free: Int64
    /// Whether an XFS was made with ftype=1; nil for other types.
    public var keepsFileType: Bool?

    /// A capacity from its parts.
    public init(
        magic: Int64, total: Int64, available: Int64, free: Int64, keepsFileType: Bool? = nil
    ) {
        self.magic = magic
        self.total = total
        self.available = available
        self.free = free
        self.keepsFileType = keepsFileType
    }
}

/// What an ordinary user may do with a path.
public struct Access: Hashable, Sendable {
    /// Read the file or list the folder.
    public var read: Bool
    /// Write the file or make files in the folder.
    public var write: Bool
    /// Execute the file or enter the folder.
    public var enter: Bool

    /// Access from its parts.
    public init(read: Bool, write: Bool, enter: Bool) {
        self.read = read
        self.write = write
        self.enter = enter
    }
}

/// How a program ended.
public struct ProgramEnd: Hashable, Sendable {
    /// The exit code; 128 + signal where a signal ended it.
    public var exit: Int32
    /// Standard output, at most 64 KiB.
    public var output: String
    /// Standard error, at most 64 KiB.
    public var errors: String

    /// An end from its parts.
    public init(exit: Int32, output: String, errors: String = "") {
        self.exit = exit
        self.output = output
        self.errors = errors
    }
}

/// How a live attempt ended.
public struct AttemptEnd: Hashable, Sendable {
    /// Whether every step went through.
    public var works: Bool
    /// The last step tried: `create`, `map`, `tmpfs`, `mount`, `write`, `connect`.
    public var step: String
    /// The kernel's answer to that step, `EPERM`; nil where it went through.
    public var error: String?
    /// What was read back on the way, by name; bounded by who made the attempt, and
    /// where a container wrote it no more than that container's claim.
    public var seen: [String: String]

    /// An end from its parts.
    public init(
        works: Bool, step: String, error: String? = nil, seen: [String: String] = [:]
    ) {
        self.works = works
        self.step = step
        self.error = error
        self.seen = seen
    }
}
