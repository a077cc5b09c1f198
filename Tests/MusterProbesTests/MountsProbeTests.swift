import MusterModel
import Testing

@testable import MusterProbes

/// Whose table counts, what it says of a path, and which mounts answer.
@Suite struct MountsProbeTests {
    private static let table = """
        1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        2 1 0:30 / /cvmfs rw,nosuid master:5 - autofs /etc/auto.cvmfs rw
        3 2 0:47 / /cvmfs/atlas.cern.ch rw,nosuid,nodev - fuse cvmfs2 ro
        4 1 0:48 / /data\\040a ro,noexec unbindable - nfs4 server:/ rw
        5 1 0:49 / /misc rw - autofs map rw

        """
    private static let small = "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"

    private func readings(
        _ answers: [Question: Answer], _ place: Vantage.Place = .host, watching: [String] = []
    ) async -> [String: Reading] {
        let node = TreeNode(
            root: "/nonexistent", recording: Recording(answers),
            vantage: Vantage(place, user: 1000))
        let watch = WatchList(["binds.bind": Set(watching)])
        let facts = await MountsProbe.observe(node, watching: watch)
        #expect(Set(facts.map(\.key)).count == facts.count, "a fact was noted twice")
        return Dictionary(
            facts.map { ($0.key.description, $0.reading) }, uniquingKeysWith: { _, last in last })
    }

    @Test func theTableOfTheHostCounts() async {
        let all = await readings([
            .read("/proc/1/mountinfo"): .text(Self.table),
            .read("/proc/self/mountinfo"): .text(Self.small),
        ])
        #expect(all["mounts.table.source"]?.value == .string("/proc/1/mountinfo"))
        #expect(all["mounts.autofs.roots"]?.value == .paths(["/cvmfs", "/misc"]))
        #expect(
            all["mounts.mounts.list"]?.value
                == .list(["/", "/cvmfs", "/cvmfs/atlas.cern.ch", "/data a"]))
    }

    @Test(arguments: [Vantage.Place.job, .container])
    func inAJobItsOwnTableCounts(_ place: Vantage.Place) async {
        let all = await readings(
            [
                .read("/proc/1/mountinfo"): .text(Self.table),
                .read("/proc/self/mountinfo"): .text(Self.small),
            ], place)
        #expect(all["mounts.table.source"]?.value == .string("/proc/self/mountinfo"))
        #expect(all["mounts.autofs.roots"]?.value == .paths([]))
    }

    @Test(arguments: [Absence.Reason.absent, .forbidden])
    func whereHidepidHidesItOurOwnCounts(_ reason: Absence.Reason) async {
        let all = await readings([
            .read("/proc/1/mountinfo"): .missing(Absence(reason, "hidden")),
            .read("/proc/self/mountinfo"): .text(Self.small),
        ])
        #expect(all["mounts.table.source"]?.value == .string("/proc/self/mountinfo"))
        #expect(all["mounts.mount[/].propagation"]?.value == .string("private"))
    }

    @Test(arguments: ["", "junk\n", small + "1 0"])
    func aBrokenTableIsNotReplacedByOurs(_ text: String) async {
        let all = await readings([
            .read("/proc/1/mountinfo"): .text(text),
            .read("/proc/self/mountinfo"): .text(Self.small),
        ])
        for name in ["mounts.table.source", "mounts.autofs.roots", "mounts.mounts.list"] {
            #expect(all[name]?.absence?.reason == .malformed)
        }
    }

    @Test func withoutAnyTableEverythingIsMissing() async {
        let all = await readings([:])
        #expect(all["mounts.mounts.list"]?.absence?.reason == .absent)
        #expect(all.count == 3)
    }

    @Test func aPathSaysWhatShowsIt() async {
        let all = await readings(
            [.read("/proc/1/mountinfo"): .text(Self.table)],
            watching: ["/data a/b", "/cvmfs/atlas.cern.ch", "/etc/grid-security"])
        #expect(all["mounts.mount[/data a/b].point"]?.value == .string("/data a"))
        #expect(all["mounts.mount[/data a/b].type"]?.value == .string("nfs4"))
        #expect(all["mounts.mount[/data a/b].propagation"]?.value == .string("unbindable"))
        #expect(all["mounts.mount[/data a/b].readonly"]?.value == .bool(true))
        #expect(all["mounts.mount[/data a/b].noexec"]?.value == .bool(true))
        let atlas = "mounts.mount[/cvmfs/atlas.cern.ch]"
        #expect(all["\(atlas).readonly"]?.value == .bool(true), "the file system is read-only")
        #expect(all["\(atlas).nosuid"]?.value == .bool(true))
        #expect(all["\(atlas).nodev"]?.value == .bool(true))
        #expect(all["mounts.mount[/cvmfs].propagation"]?.value == .string("slave"))
        #expect(all["mounts.mount[/etc/grid-security].point"]?.value == .string("/"))
        #expect(all["mounts.mount[/].propagation"]?.value == .string("shared"))
    }

    @Test func mountsAnswerOrAreSilent() async {
        let capacity = Capacity(magic: 0x6969, total: 1, available: 1, free: 1)
        let all = await readings([
            .read("/proc/1/mountinfo"): .text(Self.table),
            .capacity("/data a"): .capacity(capacity),
            .capacity("/cvmfs/atlas.cern.ch"): .missing(Absence(.hung, "does not answer")),
            .silence("/cvmfs/atlas.cern.ch"): .text("61000"),
        ])
        #expect(all["mounts.mount[/data a].answers"]?.value == .bool(true))
        #expect(all["mounts.mount[/data a].silent"]?.absence?.reason == .absent)
        let atlas = "mounts.mount[/cvmfs/atlas.cern.ch]"
        #expect(all["\(atlas).answers"]?.absence?.reason == .hung)
        #expect(all["\(atlas).silent"]?.value == .duration(.seconds(61)))
        #expect(all["mounts.mount[/cvmfs].answers"] == nil, "an automounter has no answer")
    }

    @Test(arguments: [Absence.Reason.timedOut, .forbidden, .malformed, .notTried])
    func aRefusedLookIsNoSilence(_ reason: Absence.Reason) async {
        let all = await readings([
            .read("/proc/1/mountinfo"): .text(Self.table),
            .capacity("/data a"): .missing(Absence(reason, "why")),
        ])
        #expect(all["mounts.mount[/data a].answers"]?.absence?.reason == reason)
        #expect(all["mounts.mount[/data a].silent"]?.absence?.reason == reason)
    }

    @Test func moreMountsThanABoundAreNotTouched() async {
        let lines = (2...300).map { "\($0) 1 0:\($0) / /n/\($0) rw - nfs s:/ rw" }
        let all = await readings([
            .read("/proc/1/mountinfo"): .text(Self.small + lines.joined(separator: "\n"))
        ])
        let absences = all.filter { $0.key.hasSuffix("].answers") }.compactMap(\.value.absence)
        #expect(absences.count == 299 && absences.allSatisfy { $0.reason == .notTried })
        #expect(absences.count { $0.detail.contains("more than 256") } == 43)
    }

    @Test func aPathThatNoMountShowsIsAbsent() async {
        let line = "7 6 0:5 / /data rw - ext4 x rw\n"
        let all = await readings([.read("/proc/1/mountinfo"): .text(line)])
        #expect(all["mounts.mount[/].point"]?.absence?.reason == .absent)
        #expect(all["mounts.mount[/cvmfs].propagation"]?.absence?.reason == .absent)
    }
}
