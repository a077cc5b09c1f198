import Testing

@testable import MusterModel

/// Looking up facts, and why there is none.
struct FactBookTests {
    private let book = FactBook(
        sheet(
            [
                fact("cvmfs.client.installed", .bool(true)),
                fact("cvmfs.repository.quota", of: "atlas.cern.ch", .bytes(Bytes(5))),
                missing("cvmfs.cache.alien", .forbidden),
                fact("cvmfs.odd.list", .string("no list")),
            ],
            watching: ["cvmfs.repository": ["watched.cern.ch"]]),
        gauges: [
            fact("cvmfs.repositories.list", .list(["atlas.cern.ch", "sft.cern.ch"])),
            fact("cvmfs.repository.mounted", of: "sft.cern.ch", .bool(true)),
            fact("mounts.mount.answers", of: "/", .bool(true)),
        ])

    private func reason(_ name: FactName, of subject: String? = nil) -> Absence.Reason? {
        book.fact(FactKey(name, of: subject)).reading.absence?.reason
    }

    @Test func findsStableFactsAndGaugesByNameAndSubject() {
        let quota = FactKey("cvmfs.repository.quota", of: "atlas.cern.ch")
        #expect(book.fact(quota).reading.value == .bytes(Bytes(5)))
        #expect(book.fact(quota).origin == "/made/up")
        let mounted = FactKey("cvmfs.repository.mounted", of: "sft.cern.ch")
        #expect(book.fact(mounted).reading.value == .bool(true))
    }

    @Test func aProbeThatDidNotRunWasNotTried() {
        #expect(reason("kernel.release.version") == .notTried)
        #expect(reason("runtime.route.mode", of: "docker") == .notTried)
    }

    /// Gauges alone do not show that the probe looked at everything.
    @Test func gaugesDoNotMakeAProbeRun() {
        #expect(reason("mounts.mount.point", of: "/") == .notTried)
    }

    @Test func aSubjectNobodyAskedForWasNotWatched() {
        #expect(reason("cvmfs.repository.quota", of: "cms.cern.ch") == .notWatched)
        #expect(reason("cvmfs.odd.thing", of: "atlas.cern.ch") == .notWatched)
    }

    @Test func aWatchedOrSeenSubjectWithoutTheFactIsAbsent() {
        #expect(reason("cvmfs.repository.quota", of: "watched.cern.ch") == .absent)
        #expect(reason("cvmfs.repository.quota", of: "sft.cern.ch") == .absent)
        #expect(reason("cvmfs.client.version") == .absent)
        #expect(reason("cvmfs.repository.quota") == .absent)
    }

    @Test func theProbesOwnReasonStands() {
        #expect(reason("cvmfs.cache.alien") == .forbidden)
    }

    @Test func everyAbsenceNamesWhatWasMissed() {
        let missed = book.fact(FactKey("kernel.release.version")).reading.description
        #expect(missed == "not-tried: the probe kernel did not run")
        let unwatched = book.fact(FactKey("cvmfs.repository.quota", of: "cms.cern.ch"))
        #expect(unwatched.reading.description == "not-watched: nobody asked for cms.cern.ch")
        #expect(unwatched.key.subject == "cms.cern.ch" && unwatched.origin.isEmpty)
    }

    @Test func aRosterNamesItsSubjectsOrSaysWhyNot() {
        #expect(
            book.subjects(in: "cvmfs.repositories.list")
                == .success(["atlas.cern.ch", "sft.cern.ch"]))
        #expect(throws: Absence.self) { try book.subjects(in: "cvmfs.cache.alien").get() }
        #expect(throws: Absence(.malformed, "cvmfs.odd.list is no list")) {
            try book.subjects(in: "cvmfs.odd.list").get()
        }
        #expect(throws: Absence(.notTried, "the probe binds did not run")) {
            try book.subjects(in: "binds.binds.list").get()
        }
    }

    @Test func theSheetWinsOverAGaugeOfTheSameName() {
        let twice = FactBook(
            sheet([fact("kernel.a.b", .integer(1))]), gauges: [fact("kernel.a.b", .integer(2))])
        #expect(twice.fact(FactKey("kernel.a.b")).reading.value == .integer(1))
    }
}
