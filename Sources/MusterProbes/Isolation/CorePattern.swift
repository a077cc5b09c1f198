internal import MusterModel

/// What the kernel does with the memory of a program that crashes: the text of
/// `/proc/sys/kernel/core_pattern` (core(5)).
struct CorePattern: Hashable, Sendable {
    /// Where the memory goes.
    enum Target: String, Hashable, Sendable {
        /// To the standard input of a program that the kernel starts as root, in the
        /// initial namespaces.
        case pipe
        /// Into a file of that path; inside a container a path of the container.
        case absolute
        /// Into a file in the working directory of the program that crashed.
        case relative
        /// Nowhere, unless `core_uses_pid` is set.
        case none
    }

    /// Where it goes.
    let target: Target
    /// The program behind the pipe.
    let handler: String?

    /// Reads the pattern.
    /// - Throws: malformed for a pipe into no absolute path, which the kernel refuses.
    init(_ pattern: String, from source: String) throws(Absence) {
        guard pattern.hasPrefix("|") else {
            target = pattern.isEmpty ? .none : pattern.isAbsolute ? .absolute : .relative
            handler = nil
            return
        }
        let program = pattern.dropFirst().split(separator: " ").first.map(String.init) ?? ""
        guard program.isAbsolute else {
            throw Absence(.malformed, "\(source): \(pattern.excerpt), needed a program's path")
        }
        target = .pipe
        handler = program
    }
}
