import MusterModel
import Testing

@testable import MusterChecks

/// Accepted exceptions: until when they hold, and what they may be about.
struct WaiverTests {
    private func library(_ waivers: String) -> ChecksLibrary {
        let text = "format: muster-waivers/1\nwaivers:\n" + waivers
        return ChecksLibrary(
            CheckFile.builtIn + [CheckFile(name: "w.yaml", text: text)],
            vocabulary: TestVocabulary.all)
    }

    private let tail = "reason: disks ordered, owner: ops, until: 2026-11-23"

    @Test(arguments: [
        ("2026-11-22", Outcome.waived, 0), ("2026-11-23", .waived, 0), ("2026-11-24", .warn, 1),
        ("2027-01-01", .warn, 1),
    ])
    func theLastDayHoldsAndTheNextDoesNot(day: String, outcome: Outcome, ended: Int) throws {
        let library = library("  - {check: cvmfs.cache, \(tail)}\n")
        let date = try #require(CalendarDate(day))
        let circumstances = Circumstances(
            waivers: library.waivers, advisories: library.advisories, date: date)
        let small = Node.healthy.with(["cvmfs.cache.limit": "4000 MiB"])
        let profile = try #require(library.profile("baseline"))
        let finding = small.judged(under: profile, in: circumstances).findings.first {
            $0.check == "cvmfs.cache"
        }
        #expect(finding?.outcome == outcome)
        #expect(circumstances.endedWaivers.count == ended)
    }

    @Test func whatEndedIsTold() {
        let waiver = library("  - {check: binds.required, subject: /ceph, \(tail)}\n").waivers.first
        #expect(
            waiver?.ending
                == "the waiver of binds.required[/ceph] ended on 2026-11-23 and holds no more "
                + "(ops: disks ordered); repair it, or agree on a new day")
    }

    @Test(arguments: [
        (
            "check: cvmfs.cash",
            "w.yaml:3:13: a waiver of \"cvmfs.cash\", which is no check; did you mean \"cvmfs.cache\"?"
        ),
        (
            "check: cvmfs.cache, subject: /x",
            "w.yaml:3:13: a waiver of cvmfs.cache for \"/x\", a check about the node as a whole"
        ),
        (
            "check: atlas.repository, subject: altas.cern.ch",
            "w.yaml:3:13: a waiver of atlas.repository for \"altas.cern.ch\", which it never looks at; did you mean \"atlas.cern.ch\"?"
        ),
    ])
    func aWaiverOfNothingIsRefused(what: String, message: String) {
        let library = library("  - {\(what), \(tail)}\n")
        #expect(library.errors.map(\.description) == [message])
        #expect(library.waivers.isEmpty)
    }

    @Test(arguments: [
        "check: atlas.repository, subject: atlas.cern.ch", "check: mounts.answer, subject: /data",
        "check: binds.required, subject: /ceph", "check: atlas.repository",
    ])
    func aWaiverOfWhatANodeMayHaveIsTaken(what: String) {
        let library = library("  - {\(what), \(tail)}\n")
        #expect(library.errors.isEmpty)
        #expect(library.waivers.count == 1)
    }
}
