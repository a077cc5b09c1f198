internal import CLinux
internal import Glibc
package import MusterModel

/// A program that root wrote down in a file of its own, run as root.
package enum TrustedProgram {
    /// Runs it to its end, its output where ours goes; whoever started us bounds its time.
    ///
    /// - Parameters:
    ///   - words: the program's absolute path and what it is given.
    ///   - file: the file that names it; as with the program, root alone may have written it.
    ///   - variables: more of its environment, which is short and constant otherwise.
    /// - Returns: its exit code, 128 and the signal's number where one ended it.
    /// - Throws: why it may not be run, or did not start.
    package static func run(
        _ words: [String], namedIn file: String, variables: [String]
    ) throws(Absence) -> Int32 {
        let order = PluginOrder(probe: "drain", card: file, words: words, rights: .root)
        let program = try PluginProgram.open(order, stops: { _ in nil })
        var child = ChildOrder(path: words.first ?? "", words: program.words)
        (child.output, child.errors) = (STDOUT_FILENO, STDERR_FILENO)
        child.program = program.descriptor.number
        child.environment = ChildOrder.usual.filter { !$0.hasPrefix("USER=") } + variables
        child.whenParentEnds = SIGKILL
        let pid = child.start()
        guard pid > 0 else { throw Absence(errno: -pid, words.first ?? "") }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            if errno != EINTR { throw Absence(errno: errno, words.first ?? "") }
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
    }
}
