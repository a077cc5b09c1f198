import MusterModel
import Testing

@testable import MusterProbes

/// Site and queue as jobs are told them.
@Suite struct JobNamesTests {
    private static let ad = """
        Machine = "slot1@wn1.example.org"
        Cpus = 8
        GLIDEIN_Site = "EXAMPLE"
        glidein_entry_name = "Example_T2_ce01"
        GLIDEIN_ResourceName = strcat("a", "b")
        START = ( true ) && "x" == "y"
        """

    private func names(
        _ variables: [String: String], ad: String? = nil
    ) -> (site: String, queue: String, objections: [String]) {
        let names = JobNames({ variables[$0] }, machineAd: ad)
        func words(_ name: Belonging.Name?) -> String {
            name.map { "\($0.text) by \($0.origin)" } ?? "none"
        }
        return (words(names.belonging.site), words(names.belonging.queue), names.objections)
    }

    @Test func aPanDAPilotTellsBoth() {
        let found = names([
            "PILOT_RUCIO_SITENAME": "EXAMPLE-T2", "PILOT_SITENAME": "EXAMPLE_T2_MCORE",
            "SLURM_JOB_PARTITION": "grid",
        ])
        #expect(found.site == "EXAMPLE-T2 by PILOT_RUCIO_SITENAME")
        #expect(found.queue == "EXAMPLE_T2_MCORE by PILOT_SITENAME")
        #expect(names(["PANDA_RESOURCE": "Q"]).queue == "Q by PANDA_RESOURCE")
    }

    @Test func diracAndAliEnTellTheSite() {
        #expect(names(["DIRACSITE": "LCG.CERN.cern"]).site == "LCG.CERN.cern by DIRACSITE")
        #expect(names(["ALIEN_SITE": "GSI"]).site == "GSI by ALIEN_SITE")
    }

    @Test func theMachinesAdTellsBoth() {
        let found = names([:], ad: Self.ad)
        #expect(found.site == "EXAMPLE by GLIDEIN_Site of the machine's ad")
        #expect(found.queue == "Example_T2_ce01 by GLIDEIN_Entry_Name of the machine's ad")
        #expect(found.objections.isEmpty)
    }

    @Test(arguments: [
        ("SLURM_JOB_PARTITION", "grid"), ("PBS_QUEUE", "long"), ("LSB_QUEUE", "normal"),
    ])
    func theBatchSystemsQueueIsTheLastResort(variable: String, queue: String) {
        #expect(names([variable: queue]).queue == "\(queue) by \(variable)")
        #expect(names([variable: queue, "PILOT_SITENAME": "P"]).queue == "P by PILOT_SITENAME")
    }

    @Test func whatIsNoNameIsSaidAndTheNextIsAsked() {
        let found = names([
            "PILOT_RUCIO_SITENAME": "a\u{1B}[2Jb", "DIRACSITE": "LCG.X.org",
            "PILOT_SITENAME": String(repeating: "q", count: 500),
        ])
        #expect(found.site == "LCG.X.org by DIRACSITE")
        #expect(found.queue == "none")
        #expect(
            found.objections == [
                "PILOT_RUCIO_SITENAME: \"a·[2Jb\" is no site: needed ASCII letters, digits, "
                    + "blanks and . _ - / : @ + alone",
                "PILOT_SITENAME: \"\(String(repeating: "q", count: 40))…\" is no queue: "
                    + "500 bytes, needed at most 128",
            ])
    }

    @Test func emptyVariablesSayNothing() {
        let found = names(["PILOT_RUCIO_SITENAME": "", "PILOT_SITENAME": ""])
        #expect(found.site == "none" && found.queue == "none" && found.objections.isEmpty)
        #expect(names([:]).site == "none")
    }

    @Test(arguments: [
        "", "\n\n", "GLIDEIN_Site", "GLIDEIN_Site =", "GLIDEIN_Site = \"", "GLIDEIN_Site = X",
        "GLIDEIN_Site = \"a\\\"b\"", "GLIDEIN_Site = \"a\" + \"b\"", "= \"x\"",
        "GLIDEIN_Site == \"x\"",
    ])
    func onlyPlainStringsOfAnAdCount(text: String) {
        #expect(JobNames.attributes(in: text)["glidein_site"] == nil, "\(text)")
    }
}
