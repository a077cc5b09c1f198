import MusterModel
import Testing

@testable import MusterProbes

@Suite struct CvmfsAutofsTests {
    @Test(arguments: [
        ("/cvmfs /etc/auto.cvmfs", true), ("/cvmfs\tprogram:/etc/auto.cvmfs --timeout 300", true),
        ("/cvmfs/ auto.cvmfs", true), ("/cvmfs \\\n  /etc/auto.cvmfs", true),
        ("/cvmfs program,sun:/etc/auto.cvmfs\r\n", true), ("#/cvmfs /etc/auto.cvmfs", false),
        ("", false), ("/cvmfs", false), ("/cvmfs /etc/auto.other", false),
        ("/home /etc/auto.cvmfs", false), ("+auto.master", false), ("/net -hosts", false),
        ("/cvmfs -hosts\n+dir:/etc/none", false), ("\u{0}\u{1}", false),
    ])
    func findsTheMapInTheMaster(text: String, expected: Bool) async throws {
        let stage = CvmfsStage(["/etc/auto.master": text])
        let file = try await CvmfsAutofs.reference(to: "/cvmfs", on: stage.node)
        #expect((file != nil) == expected)
    }

    @Test func aDropInCountsOnlyWhereTheMasterIncludesIt() async throws {
        let dropIn = "/etc/auto.master.d/cvmfs.autofs"
        var stage = CvmfsStage([dropIn: "/cvmfs /etc/auto.cvmfs\n", "/etc/auto.master": "#\n"])
        #expect(try await CvmfsAutofs.reference(to: "/cvmfs", on: stage.node) == nil)
        stage["/etc/auto.master"] = "+dir:/etc/auto.master.d\n+auto.master\n"
        #expect(try await CvmfsAutofs.reference(to: "/cvmfs", on: stage.node) == dropIn)
    }

    @Test func aForbiddenMasterIsForbidden() async {
        var stage = CvmfsStage.client
        stage.answers[.read("/etc/auto.master")] = .missing(Absence(.forbidden, "refused"))
        #expect(await stage.facts().word("cvmfs.autofs.map") == "forbidden")
    }
}
