import MusterModel
import Testing

@testable import MusterProbes

/// Where programs are looked for, and which of them are run.
@Suite struct RuntimeSearchTests {
    private static let root = Vantage(.host, user: 0)

    @Test(arguments: [
        ("", []), (".", []), ("bin:./x::", []), ("/a:/b", ["/a", "/b"]), ("/a/:/a//:/./a", ["/a"]),
        ("/a/../b", []), ("/", ["/"]), ("/é:x:/b", ["/é", "/b"]),
    ])
    func absoluteFoldersCountOnce(text: String, folders: [String]) {
        #expect(SearchPath.folders(in: text) == folders)
    }

    @Test func aLongPathIsCut() {
        let text = (0..<100).map { "/bin\($0)" }.joined(separator: ":")
        #expect(SearchPath.folders(in: text).count == 32)
        #expect(SearchPath.folders(in: "/" + String(repeating: "x", count: 5_000)) == [])
    }

    @Test func theCallersFoldersComeAfterTheKnownOnes() async throws {
        var machine = RuntimeMachine()
        machine.search(["/home/pilot/bin", "/usr/bin"])
        machine.addProgram("/home/pilot/bin/apptainer", says: "apptainer version 1.3.6")
        machine.addProgram("/opt/apptainer/bin/apptainer", says: "apptainer version 1.1.9")
        machine.addProgram("/home/pilot/bin/podman", says: "podman version 5.0.0")
        let facts = try await machine.observe()
        #expect(
            facts.list("runtime.installations.list") == [
                "/opt/apptainer/bin/apptainer", "/home/pilot/bin/apptainer",
            ])
        #expect(facts.list("runtime.search.folders") == ["/home/pilot/bin"])
        #expect(facts.word("runtime.engine[podman].path") == "/home/pilot/bin/podman")
    }

    @Test func aTreeHasNobodysPath() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/home/pilot/bin/apptainer", says: "apptainer version 1.3.6")
        let facts = try await machine.observe()
        #expect(facts.list("runtime.installations.list") == [])
        #expect(facts.list("runtime.search.folders") == [])
    }

    @Test func aRecordingKeepsTheCallersFolders() throws {
        var recording = Recording([.machine: .text("riscv64")])
        recording.searchPath = ["/home/pilot/bin", "/opt/x/bin"]
        #expect(try Recording(json: recording.text) == recording)
        for text in [#"{"search path":{"text":"/a"}}"#, #"{"search path":1}"#] {
            #expect(throws: Recording.Malformed.self) { try Recording(json: text) }
        }
    }

    private func machine(
        program: (user: UInt32, mode: UInt32) = (0, 0o755),
        folder: (user: UInt32, group: UInt32, mode: UInt32) = (0, 0, 0o755)
    ) -> RuntimeMachine {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/apptainer", says: "apptainer version 1.3.6")
        machine.addProgram("/usr/bin/crun", says: "crun version 1.2")
        machine.own("/", "/usr", user: 0, group: 0, mode: 0o755)
        machine.own("/usr/bin", user: folder.user, group: folder.group, mode: folder.mode)
        for name in ["apptainer", "crun"] {
            machine.own(
                "/usr/bin/\(name)", kind: .file, user: program.user, group: 0, mode: program.mode)
        }
        return machine
    }

    /// Owner and mode of the program; owner, group and mode of its folder.
    @Test(
        arguments: [
            ((1000, 0o755), (0, 0, 0o755)), ((0, 0o757), (0, 0, 0o755)),
            ((0, 0o755), (1000, 0, 0o755)),
            ((0, 0o755), (0, 50, 0o775)), ((0, 0o755), (0, 0, 0o777)),
        ] as [((UInt32, UInt32), (UInt32, UInt32, UInt32))])
    func rootRunsNothingThatOthersMayWrite(
        program: (UInt32, UInt32), folder: (UInt32, UInt32, UInt32)
    ) async throws {
        let machine = machine(program: program, folder: folder)
        let facts = try await machine.observe(from: Self.root)
        #expect(facts.word("runtime.installation[/usr/bin/apptainer].version") == "not-tried")
        #expect(facts.word("runtime.engine[crun].version") == "not-tried")
        #expect(facts.word("runtime.search.refused") == "/usr/bin/apptainer, /usr/bin/crun")
        let job = try await machine.observe(from: Vantage(.job, user: 1000))
        #expect(job.word("runtime.installation[/usr/bin/apptainer].version") == "1.3.6")
        #expect(job.word("runtime.search.refused") == "none")
    }

    @Test(arguments: [(0, 0, 0o755), (0, 0, 0o775), (0, 50, 0o1777)] as [(UInt32, UInt32, UInt32)])
    func rootRunsWhatIsRootsAlone(folder: (UInt32, UInt32, UInt32)) async throws {
        let facts = try await machine(folder: folder).observe(from: Self.root)
        #expect(facts.word("runtime.installation[/usr/bin/apptainer].version") == "1.3.6")
        #expect(facts.word("runtime.search.refused") == "none")
    }

    /// In a repository every file is the client's; nobody can write there.
    @Test func aRuntimeOnCVMFSNeedsNoOwner() async throws {
        var machine = RuntimeMachine()
        let path = "/cvmfs/oasis.opensciencegrid.org/mis/apptainer/current/bin/apptainer"
        machine.addProgram(path, says: "apptainer version 1.3.6")
        machine.own(path, kind: .file, user: 990, group: 990, mode: 0o755)
        let facts = try await machine.observe(
            watching: WatchList(["cvmfs.repository": ["oasis.opensciencegrid.org"]]),
            from: Self.root)
        #expect(facts.word("runtime.installation[\(path)].version") == "1.3.6")
    }
}
