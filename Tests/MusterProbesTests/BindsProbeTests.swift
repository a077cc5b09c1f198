import MusterModel
import Testing

@testable import MusterProbes

/// What containers get from the node, path by path.
@Suite struct BindsProbeTests {
    private static let table = """
        1 0 8:1 / / rw shared:1 - ext4 /dev/sda1 rw
        2 1 0:48 / /data ro master:3 - nfs4 server:/ rw
        3 1 0:50 / /cvmfs rw,nosuid - fuse cvmfs2 ro

        """

    private func readings(
        _ answers: [Question: Answer], watching: [String] = ["/data"]
    ) async -> [String: Reading] {
        var answers = answers
        answers[.read("/proc/1/mountinfo")] =
            answers[.read("/proc/1/mountinfo")]
            ?? .text(Self.table)
        let node = TreeNode(root: "/nonexistent", recording: Recording(answers))
        let facts = await BindsProbe.observe(
            node, watching: WatchList(["binds.bind": Set(watching)]))
        return Dictionary(
            facts.map { ($0.key.description, $0.reading) }, uniquingKeysWith: { _, last in last })
    }

    private func attributes(_ kind: FileAttributes.Kind) -> Answer {
        .attributes(FileAttributes(kind: kind, user: 0, group: 0, mode: 0o755, size: 1))
    }

    @Test(arguments: [
        (FileAttributes.Kind.folder, true, true, true), (.folder, true, false, false),
        (.folder, false, true, false), (.file, true, false, true), (.file, false, true, false),
        (.socket, true, false, true), (.device, false, false, false), (.pipe, true, false, true),
    ])
    func aFolderMustBeEnteredToBeRead(
        kind: FileAttributes.Kind, read: Bool, enter: Bool, readable: Bool
    ) async {
        let all = await readings([
            .attributes("/data"): attributes(kind),
            .access("/data"): .access(Access(read: read, write: true, enter: enter)),
        ])
        #expect(all["binds.bind[/data].exists"]?.value == .bool(true))
        #expect(all["binds.bind[/data].kind"]?.value == .string(kind.rawValue))
        #expect(all["binds.bind[/data].readable"]?.value == .bool(readable))
        #expect(all["binds.bind[/data].writable"]?.value == .bool(true))
    }

    @Test func whatIsAbsentDoesNotExist() async {
        let all = await readings([
            .attributes("/data"): .missing(Absence(.absent, "/data: No such file or directory"))
        ])
        #expect(all["binds.bind[/data].exists"]?.value == .bool(false))
        for aspect in ["kind", "readable", "writable"] {
            #expect(all["binds.bind[/data].\(aspect)"]?.absence?.reason == .absent)
        }
    }

    @Test(arguments: [Absence.Reason.forbidden, .hung, .timedOut, .malformed])
    func whatCouldNotBeLookedAtMayExist(_ reason: Absence.Reason) async {
        let all = await readings([.attributes("/data"): .missing(Absence(reason, "why"))])
        for aspect in ["exists", "kind", "readable", "writable"] {
            #expect(all["binds.bind[/data].\(aspect)"]?.absence?.reason == reason)
        }
        #expect(all["binds.bind[/data].filesystem"]?.value == .string("nfs4"))
    }

    @Test func accessThatCouldNotBeTriedIsMissingAlone() async {
        let all = await readings([
            .attributes("/data"): attributes(.folder),
            .access("/data"): .missing(Absence(.timedOut, "slow")),
        ])
        #expect(all["binds.bind[/data].kind"]?.value == .string("folder"))
        #expect(all["binds.bind[/data].readable"]?.absence?.reason == .timedOut)
        #expect(all["binds.bind[/data].writable"]?.absence?.reason == .timedOut)
    }

    @Test func theMountTableSaysHowItTravels() async {
        let all = await readings([:], watching: ["/data/x", "/cvmfs", "/etc", "/data2"])
        #expect(all["binds.bind[/data/x].filesystem"]?.value == .string("nfs4"))
        #expect(all["binds.bind[/data/x].propagation"]?.value == .string("slave"))
        #expect(all["binds.bind[/data/x].readonly"]?.value == .bool(true))
        #expect(all["binds.bind[/cvmfs].readonly"]?.value == .bool(true))
        #expect(all["binds.bind[/etc].readonly"]?.value == .bool(false))
        #expect(all["binds.bind[/etc].propagation"]?.value == .string("shared"))
        #expect(all["binds.bind[/data2].filesystem"]?.value == .string("ext4"))
    }

    /// Certificates are often a link into CVMFS: what counts is where it leads.
    @Test func aLinkIsShownByTheMountItLeadsTo() async throws {
        let path = "/etc/grid-security/certificates"
        let all = await readings(
            [
                .link("/etc"): .missing(Absence(.absent, "/etc: no symbolic link")),
                .link("/etc/grid-security"): .text("../opt/grid"),
                .link("/opt/grid/certificates"): .text("/cvmfs/grid.cern.ch/certificates"),
            ], watching: [path])
        #expect(all["binds.bind[\(path)].filesystem"]?.value == .string("fuse"))
        #expect(all["binds.bind[\(path)].readonly"]?.value == .bool(true))
    }

    @Test func linksThatGoRoundAreShownAsTheyAreWritten() async throws {
        let all = await readings(
            [.link("/data"): .text("/etc"), .link("/etc"): .text("data")], watching: ["/data"])
        #expect(all["binds.bind[/data].filesystem"]?.absence?.reason == .malformed)
    }

    @Test func withoutATableOnlyTheMountIsMissing() async {
        let all = await readings([
            .attributes("/data"): attributes(.file),
            .read("/proc/1/mountinfo"): .text("junk"),
        ])
        #expect(all["binds.bind[/data].exists"]?.value == .bool(true))
        for aspect in ["filesystem", "propagation", "readonly"] {
            #expect(all["binds.bind[/data].\(aspect)"]?.absence?.reason == .malformed)
        }
    }

    @Test func nobodyAskedGivesAnEmptyRoster() async {
        let all = await readings([:], watching: [])
        #expect(all["binds.binds.list"]?.value == .list([]))
        #expect(all.count == 1)
    }

    @Test func everyPathIsLookedAtOnce() async {
        let paths = (0..<100).map { "/p/\($0)" }
        let all = await readings([:], watching: paths + paths)
        #expect(all["binds.binds.list"]?.value == .list(paths.sorted()))
        #expect(all.count == 1 + 100 * 7)
    }
}
