import MusterModel
import Testing

@testable import MusterProbes

/// Programs that read, do not read, say too much, or never end.
@Suite struct FedProgramTests {
    private func end(
        _ script: String, _ input: [UInt8] = [], within patience: Duration = .seconds(20),
        outputAtMost: Int = 1 << 20
    ) throws(FedProgram.Failure) -> ProgramEnd {
        try FedProgram(
            "/bin/sh", words: ["sh", "-c", script], input: input, within: patience,
            outputAtMost: outputAtMost
        ).end()
    }

    @Test func theInputArrivesWhole() throws {
        let input = [UInt8](repeating: UInt8(ascii: "x"), count: 5 << 20)
        #expect(try end("wc -c", input).output.filter(\.isNumber) == "5242880")
        #expect(try end("cat; echo late >&2; exit 3", [65]).output == "A")
        let both = try end("cat; echo late >&2; exit 3", [65])
        #expect(both.exit == 3 && both.errors == "late\n")
    }

    @Test func whoEndsWithoutReadingCostsNothing() throws {
        let input = [UInt8](repeating: 0, count: 5 << 20)
        #expect(try end("exit 7", input).exit == 7)
        #expect(try end("exec 0<&-; echo a", input).output == "a\n")
        #expect(try end("kill -9 $$", input).exit == 137)
    }

    @Test func whoNeverEndsIsKilledWithItsChildren() {
        let before = ContinuousClock.now
        #expect(throws: FedProgram.Failure.late) {
            try end("sleep 60 & cat /dev/zero >/dev/null", within: .milliseconds(300))
        }
        #expect(ContinuousClock.now - before < .seconds(20))
    }

    /// A daemon that keeps the pipe does not keep us.
    @Test func theEndIsTheProgramsAndNotThePipes() throws {
        #expect(try end("sleep 30 & echo done").output == "done\n")
    }

    @Test func endlessOutputEndsTheProgram() {
        for script in ["yes", "yes >&2"] {
            #expect(throws: FedProgram.Failure.tooMuch) { try end(script, outputAtMost: 1000) }
        }
    }

    @Test func whatIsNotThereIsNotStarted() {
        let program = FedProgram(
            "/no/such/program", words: ["x"], input: [1], within: .seconds(5), outputAtMost: 10)
        #expect(throws: FedProgram.Failure.unstarted("No such file or directory")) {
            try program.end()
        }
    }

    @Test func namedProgramsAreFilesInFolders() throws {
        let tree = try ScratchTree()
        for path in ["/a/curl/x", "/b/curl", "/c/curl"] { try tree.file(path) }
        let folders = ["a", "none", "b", "c"].map { tree.root + "/\($0)" }
        #expect(NamedProgram.first(of: "curl", in: folders) == tree.root + "/b/curl")
        #expect(NamedProgram.first(of: "wget", in: folders) == nil)
        #expect(NamedProgram.first(of: "curl", in: []) == nil)
    }

    /// The static build has no libsystemd; what it makes of a machine id is the same.
    @Test func theMachineIDByHandIsLibsystemds() {
        #expect(Identity.machineIDByHand() == Identity.current().machineID)
    }

    @Test func thePasswordFileKnowsNobodyAndNotRoot() {
        let text = "root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/sh\nbad:x:1\n"
        let nobody = Account(user: 65_534, group: 65_533)
        #expect(PasswordFile.user(named: "nobody", or: nil, in: text) == nobody)
        #expect(PasswordFile.user(named: "65534", or: 65_534, in: text) == nobody)
        for name in ["root", "bad", "", "nob"] {
            #expect(PasswordFile.user(named: name, or: nil, in: text) == nil)
        }
        #expect(PasswordFile.user(named: "0", or: 0, in: text) == nil)
    }
}
