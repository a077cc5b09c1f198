/// The bounds of an external probe's program, beside the deadline and the address
/// space that its card file sets.
enum PluginLimits {
    /// Of each of standard output and standard error: more ends it. Nagios itself
    /// reads 8 KiB (MAX_PLUGIN_OUTPUT_LENGTH of its plugin guidelines).
    static let outputAtMost = 64 << 10
    /// Processes and threads at once: a pipeline has ten, an interpreter a few.
    static let tasksAtMost = 64
    /// How often the tasks are counted, milliseconds: a shell's fork bomb has made
    /// a few hundred by then.
    static let tick: Int64 = 20
    /// Between SIGTERM and SIGKILL at the deadline, milliseconds.
    static let grace: Int64 = 200
    /// What ending it may take altogether, milliseconds; part of nobody's deadline.
    static let cleanup: Int64 = 1_000
    /// The largest file that it may write, bytes: shells keep here-documents in one.
    static let fileSize: UInt64 = 1 << 20
    /// Open descriptors.
    static let openFiles: UInt64 = 256
    /// Tasks of its own account; the kernel refuses more.
    static let tasksOfAccount: UInt64 = 128
    /// The same above what a user has already, where there is no account of its own.
    static let tasksBesideUsers: UInt64 = 256
}
