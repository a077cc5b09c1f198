import Glibc
import MusterModel
import Testing

@testable import MusterProbes

/// What a child of ours can do to us, and what it leaves.
struct ProgramRunTests {
    private func run(_ script: String, within time: Int64 = 10_000) throws -> ProgramEnd {
        var pipe: [Int32] = [-1, -1]
        try #require(Glibc.pipe(&pipe) == 0)
        defer { for end in pipe { close(end) } }
        return try ProgramRun(
            order: ChildOrder(path: "/bin/sh", words: ["sh", "-c", script]),
            deadline: .now + time, lifeline: pipe[0], finishes: false
        ).end()
    }

    @Test func aChildHasASessionOfItsOwnAndNoTerminal() throws {
        // Field 6 of proc_pid_stat(5) is the session, 7 the terminal.
        let end = try run(
            "read -r pid name state parent group session tty rest < /proc/$$/stat; "
                + "echo $pid $group $session $tty; { : > /dev/tty; } 2>/dev/null && echo TERMINAL")
        let words = end.output.split(whereSeparator: \.isWhitespace)
        #expect(words.count == 4 && Set(words.prefix(3)).count == 1 && words.last == "0")
    }
}

struct ScratchFolderTests {
    @Test(arguments: [1, 63, 64, 65, 300]) func deepFoldersAreRemoved(depth: Int) throws {
        let scratch = try ScratchFolder(below: "/tmp")
        var folders = [open(scratch.path, O_RDONLY | O_DIRECTORY)]
        defer { for folder in folders { close(folder) } }
        for _ in 0..<depth {
            let here = folders[folders.count - 1]
            try #require(mkdirat(here, "d", 0o700) == 0)
            folders.append(openat(here, "d", O_RDONLY | O_DIRECTORY))
            close(openat(here, "f", O_WRONLY | O_CREAT, 0o600))
        }
        #expect(scratch.remove())
        #expect(access(scratch.path, F_OK) != 0)
    }
}

struct TrustedPlaceTests {
    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func whatOthersMayWriteIsNotBelieved() throws {
        let tree = try ScratchTree(below: "/var/lib")
        let file = try tree.file("waivers.yaml", "x")
        #expect(throws: Never.self) { try TrustedPlace.check(file) }
        chmod(file, 0o666)
        #expect(throws: Absence.self) { try TrustedPlace.check(file) }
        chmod(file, 0o644)
        chown(file, 1234, 0)
        #expect(throws: Absence.self) { try TrustedPlace.check(file) }
        #expect(throws: Absence.self) { try TrustedPlace.check("/tmp/no/such/file") }
    }
}
