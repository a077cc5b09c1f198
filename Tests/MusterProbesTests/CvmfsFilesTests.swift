import MusterModel
import Testing

@testable import MusterProbes

@Suite struct CvmfsFilesTests {
    private let atlas = CvmfsName("atlas.example.org")

    /// The client's order, first to last.
    private static let order = [
        "/etc/cvmfs/default.conf", "/etc/cvmfs/default.d/10-a.conf",
        "/etc/cvmfs/default.d/50-b.conf", "/cvmfs/config.example.org/etc/cvmfs/default.conf",
        "/etc/cvmfs/default.local",
        "/cvmfs/config.example.org/etc/cvmfs/domain.d/example.org.conf",
        "/etc/cvmfs/domain.d/example.org.conf", "/etc/cvmfs/domain.d/example.org.local",
        "/cvmfs/config.example.org/etc/cvmfs/config.d/atlas.example.org.conf",
        "/etc/cvmfs/config.d/atlas.example.org.conf",
        "/etc/cvmfs/config.d/atlas.example.org.local",
    ]

    private func stage(_ count: Int) -> CvmfsStage {
        var stage = CvmfsStage()
        for (index, path) in Self.order.prefix(count).enumerated() {
            stage[path] = "CVMFS_LAST=\(index)\nCVMFS_ALL=$CVMFS_ALL,\(index)\n"
        }
        stage["/etc/cvmfs/default.d/00-repo.conf"] =
            "CVMFS_CONFIG_REPOSITORY=config.example.org\n"
        return stage
    }

    @Test(arguments: 1...11)
    func theLastFileThatIsThereWins(count: Int) async throws {
        let name = try #require(atlas)
        let files = await CvmfsFiles(on: stage(count).node)
        let settings = await files.settings(for: name)
        #expect(try settings.text("CVMFS_LAST") == String(count - 1))
        #expect(settings.origin("CVMFS_LAST") == Self.order[count - 1] + ":1")
        let all = (0..<count).map { ",\($0)" }.joined()
        #expect(try settings.text("CVMFS_ALL") == all)
        #expect(settings.ownFiles == Array(Self.order[..<count].dropFirst(5)))
    }

    @Test func otherRepositoriesAndDefaultsStayUntouched() async throws {
        let files = await CvmfsFiles(on: stage(11).node)
        #expect(try files.settings.text("CVMFS_LAST") == "4")
        let other = try #require(CvmfsName("sft.example.org"))
        #expect(try await files.settings(for: other).text("CVMFS_LAST") == "7")
        let far = try #require(CvmfsName("x.far.test"))
        #expect(try await files.settings(for: far).text("CVMFS_LAST") == "4")
    }

    @Test func onlyDropInsNamedConfAreRead() async {
        let stage = CvmfsStage([
            "/etc/cvmfs/default.d/README": "what is this", "/etc/cvmfs/default.d/a.conf~": "A=`x`",
            "/etc/cvmfs/default.d/.b.conf": "A=`x`", "/etc/cvmfs/default.d/c.conf": "A=1",
        ])
        #expect(await CvmfsFiles(on: stage.node).settings.unevaluated.isEmpty)
    }

    @Test func lateConfigRepositoryIsIgnoredAndListed() async throws {
        let stage = CvmfsStage([
            "/etc/cvmfs/default.d/a.conf": "CVMFS_CONFIG_REPOSITORY=\n",
            "/etc/cvmfs/default.local": "CVMFS_CONFIG_REPOSITORY=late.example.org\nCVMFS_X=1\n",
        ])
        let settings = await CvmfsFiles(on: stage.node).settings
        #expect(throws: Absence.self) { try settings.text("CVMFS_CONFIG_REPOSITORY") }
        #expect(try settings.text("CVMFS_X") == "1")
        #expect(
            settings.unevaluated == [
                "CVMFS_CONFIG_REPOSITORY (/etc/cvmfs/default.local:1: ignored, "
                    + "belongs in default.d)"
            ])
    }

    @Test func macrosStandForTheRepository() async throws {
        let stage = CvmfsStage([
            "/etc/cvmfs/default.conf": "CVMFS_EARLY=@fqrn@\n",
            "/etc/cvmfs/domain.d/example.org.conf": "CVMFS_URL=http://s/@org@/@fqrn@\n",
        ])
        let name = try #require(atlas)
        let settings = await CvmfsFiles(on: stage.node).settings(for: name)
        #expect(try settings.text("CVMFS_URL") == "http://s/atlas/atlas.example.org")
        #expect(try settings.text("CVMFS_EARLY") == "atlas.example.org")
    }

    @Test(arguments: [Absence.Reason.forbidden, .hung, .timedOut, .malformed])
    func aFileThatCannotBeReadDoubtsWhatItMayChange(reason: Absence.Reason) async throws {
        var stage = CvmfsStage([
            "/etc/cvmfs/default.conf": "CVMFS_A=1\nCVMFS_B=1\n",
            "/etc/cvmfs/default.local": "CVMFS_B=2\n",
        ])
        stage.answers[.list("/etc/cvmfs/default.d")] = .missing(Absence(reason, "no look"))
        let settings = await CvmfsFiles(on: stage.node).settings
        #expect(throws: Absence(reason, "no look")) { try settings.text("CVMFS_A") }
        #expect(throws: Absence(reason, "no look")) { try settings.text("CVMFS_C") }
        #expect(try settings.text("CVMFS_B") == "2")
    }

    @Test func aConfigRepositoryThatIsNotThereIsListed() async throws {
        let stage = CvmfsStage([
            "/etc/cvmfs/default.conf": "CVMFS_A=1\nCVMFS_CONFIG_REPOSITORY=c.example.org\n"
        ])
        let settings = await CvmfsFiles(on: stage.node).settings
        #expect(try settings.text("CVMFS_A") == "1")
        #expect(settings.unevaluated.count == 1)
        #expect(settings.unevaluated[0].contains("/cvmfs/c.example.org/etc/cvmfs/default.conf"))
    }

    @Test(arguments: ["../../tmp", "a/b", "a b", "$(x)"])
    func aConfigRepositoryIsNoWayOut(name: String) async {
        let stage = CvmfsStage([
            "/etc/cvmfs/default.conf": "CVMFS_CONFIG_REPOSITORY='\(name)'\n"
        ])
        #expect(await CvmfsFiles(on: stage.node).settings.unevaluated.count == 1)
    }

    @Test(arguments: [
        ("a.b.c", true), ("atlas.cern.ch", true), ("a-b_c.d", true), ("", false), ("../x", false),
        ("a/b", false), ("-x", false), (".x", false), ("a b", false), ("a\n", false),
        ("é.ch", false), (String(repeating: "a", count: 256), false),
    ])
    func namesAreSafe(text: String, expected: Bool) {
        #expect((CvmfsName(text) != nil) == expected)
    }

    @Test func repositoriesGetTheDefaultDomain() {
        let names = CvmfsName.list("b, a.x.org,,b  c/d", domain: "cern.ch")
        #expect(names.map(\.text) == ["a.x.org", "b.cern.ch"])
        #expect(CvmfsName.list("b", domain: "").map(\.text) == ["b"])
    }
}
