import MusterModel
import Testing

/// Names of sites and queues that nobody vouches for.
@Suite struct BelongingTests {
    @Test(arguments: [
        "CERN-PROD", "LCG.CERN.cern", "AGLT2_TEST-condor", "T2_CH_CERN",
        "San Diego Supercomputer Center", "ruc.ciconnect@uct2-gk.mwt2.org/condor",
        "ce.example.org:9619/condor-x", "a", "2nd", String(repeating: "x", count: 128),
    ])
    func namesOfRealSystemsAreTaken(text: String) {
        #expect(Belonging.objection(to: text) == nil)
        #expect(Belonging.Name(text, from: "X")?.text == text)
    }

    @Test(arguments: [
        ("", "empty"), (String(repeating: "x", count: 129), "129 bytes"), ("a\nb", "ASCII"),
        ("a\u{1B}[31m", "ASCII"), ("é", "ASCII"), ("a\u{301}", "ASCII"), ("a\u{202E}b", "ASCII"),
        ("$(id)", "ASCII"), ("a;b", "ASCII"), ("a\"b", "ASCII"), ("a\0b", "ASCII"),
        ("-rf", "first"), (" a", "first"), ("a ", "last"), ("../x", "first"), ("１", "ASCII"),
    ])
    func whatCouldSteerAReaderIsNoName(text: String, why: String) throws {
        let objection = try #require(Belonging.objection(to: text))
        #expect(objection.contains(why), "\(objection)")
        #expect(Belonging.Name(text, from: "X") == nil)
    }

    @Test func onlyWhatTheCallerDidNotGiveIsTold() {
        let typed = Belonging.Name("A", from: "--site")
        let found = Belonging.Name("Q", from: "PILOT_SITENAME")
        #expect(Belonging(site: typed, queue: found).told == ["queue": "PILOT_SITENAME"])
        #expect(Belonging(site: typed).told.isEmpty && Belonging().told.isEmpty)
    }

    @Test(arguments: [
        "", "0123", "g0000000000000000000000000000001", "00000000000000000000000000000000",
        "0123456789abcdef0123456789abcdef0",
    ])
    func aBadMachineIDIsNone(text: String) {
        #expect(Identity.machineID(from: text, for: [1, 2, 3]) == nil)
    }

    @Test func aMachineIDDependsOnMachineAndApplication() throws {
        let one = "0123456789abcdef0123456789abcdef"
        let id = try #require(Identity.machineID(from: one, for: [1]))
        #expect(id.utf8.count == 32 && id != one)
        #expect(Array(id)[12] == "4", "a random UUID says so of itself")
        #expect("89ab".contains(Array(id)[16]))
        #expect(id != Identity.machineID(from: one, for: [2]))
        #expect(id == Identity.machineID(from: one.uppercased(), for: [1]))
    }
}
