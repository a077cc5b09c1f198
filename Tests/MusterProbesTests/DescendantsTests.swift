import Foundation
import Glibc
import Testing

@testable import MusterProbes

/// Who is below a process, by the kernel's list and by everybody's parent.
struct DescendantsTests {
    /// A shell with a child in a session of its own, below this process.
    @Test(arguments: [true, false])
    func everyGenerationIsFound(areListed: Bool) throws {
        let descendants = Descendants(areListed: areListed)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "setsid sleep 600 & echo $!; wait"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        // Read whole once the shell has written it; both keep the pipe open.
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        let grandchild = try #require(pid_t(line.dropLast()))
        defer {
            // The shell first: it may have inherited a blocked SIGCHLD and wait for ever.
            kill(process.processIdentifier, SIGKILL)
            kill(grandchild, SIGKILL)
            process.waitUntilExit()
        }
        let found = descendants.seen()
        #expect(found.pids.contains(process.processIdentifier))
        #expect(found.pids.contains(grandchild) && !found.pids.contains(getpid()))
        #expect(found.tasks >= found.pids.count)
        #expect(descendants.seen(countingAtMost: 1).tasks <= found.tasks)
        let children = descendants.children()
        #expect(children.contains(process.processIdentifier) && !children.contains(grandchild))
    }

    @Test func aUsersTasksAreCounted() {
        #expect(Descendants.tasks(of: geteuid()) >= 1)
        #expect(Descendants.tasks(of: 3_999_999_999) == 0)
    }
}
