internal import CLinux
internal import Glibc
internal import MusterModel

/// What to start as a child, and as whom.
struct ChildOrder: Sendable {
    /// The program, and what it is given.
    var path: String
    /// The words behind the program's name, which is the first.
    var words: [String]
    /// The child's descriptors 0, 1, 2; nil for /dev/null.
    var input: Int32?, output: Int32?, errors: Int32?
    /// The user and group to become; nil stays who we are.
    var account: Account?
    /// The signal that the child gets when its parent's thread ends.
    var whenParentEnds: Int32 = 0
    /// Seconds of processor time; 0 without a bound.
    var secondsOfProcessor: UInt64 = 0
    /// What is executed instead of `path`, an open descriptor.
    var program: Int32?
    /// The bounds of a foreign program that nobody vouches for; nil without.
    var confinement: Confinement?

    /// Bounds that the kernel keeps, of each process.
    struct Confinement: Sendable {
        /// Address space, bytes.
        var addressSpace: UInt64
        /// The largest file that it may write, bytes.
        var fileSize: UInt64
        /// Open descriptors.
        var openFiles: UInt64
        /// Processes and threads of its user.
        var processes: UInt64
    }

    /// How many processes and threads its user may have in all; 0 for the caller's own
    /// limit. Root is not bound by it.
    var processes: UInt64 = 0

    /// The child's environment.
    var environment = Self.usual

    /// A short and constant environment: nothing of ours leaks, nothing of a job's
    /// steers a program.
    static let usual = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C",
        // Charliecloud's ch-run does not even tell its version without USER.
        "HOME=/nonexistent", "USER=muster",
    ]

    /// The name that makes a child out of this program itself; a magic link, so
    /// that an account that may not enter our folder can still run it.
    static let ourselves = "/proc/self/exe"

    /// Starts the child.
    /// - Returns: its pid, or the negative errno of the step that failed.
    func start() -> pid_t {
        withCStrings(words) { arguments in
            withCStrings(environment) { environment in
                path.withCString { path in
                    var order = muster_spawn()
                    order.path = path
                    order.arguments = arguments
                    order.environment = environment
                    (order.input, order.output, order.errors) = (
                        input ?? -1, output ?? -1, errors ?? -1
                    )
                    order.parent_death_signal = whenParentEnds
                    order.user = account.map { Int64($0.user) } ?? -1
                    order.group = account.map { Int64($0.group) } ?? -1
                    order.seconds_of_cpu = secondsOfProcessor
                    order.program = program ?? -1
                    order.processes = processes
                    if let confinement {
                        order.confined = 1
                        order.address_bytes = confinement.addressSpace
                        order.file_bytes = confinement.fileSize
                        order.open_files = confinement.openFiles
                        order.processes = confinement.processes
                    }
                    return muster_spawn(&order)
                }
            }
        }
    }
}

/// A user and group to act as.
public struct Account: Hashable, Sendable {
    /// The user id.
    public let user: UInt32
    /// The group id.
    public let group: UInt32

    /// An account by numbers.
    public init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }

    /// The ordinary user that root's audit poses as: 65533, which systemd's table
    /// of ids leaves unused (systemd "Users, Groups, UIDs and GIDs"), and not
    /// `nobody`, because some batch systems run jobs as nobody.
    public static let ordinary = Account(user: 65_533, group: 65_533)

    /// The accounts of external probes, one each, so that none can signal or look
    /// into another: the unused ids below (same table).
    static let ofExternalProbes = (0..<UInt32(ExternalProbe.atMost)).map {
        Account(user: 65_520 + $0, group: 65_520 + $0)
    }
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<R>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
) -> R {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    let pointers: [UnsafeMutablePointer<CChar>?] = copies + [nil]
    return pointers.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else {
            preconditionFailure("an array with an end mark is never empty")
        }
        return body(base)
    }
}
