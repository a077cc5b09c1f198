import AuditExamples
import MusterModel
import Testing

@testable import MusterAgent

struct JournalEntryTests {
    @Test func eachFindingIsOneEntryAndTheSummaryIsLast() {
        let entries = AuditExample.troubled.report.journalEntries
        #expect(
            entries.map(\.event) == [
                .findingFail, .mountHung, .findingUnknown, .findingWarn, .findingWaived,
                .auditDone,
            ])
        #expect(
            entries.map { $0["MUSTER_CHECK"] } == [
                "cvmfs.cache", "cvmfs.accessible", "cvmfs.proxy", "kernel.vsyscall",
                "userns.enabled", nil,
            ])
    }

    @Test func readyNodeWritesOnlyItsSummary() {
        let entries = AuditExample.ready.report.journalEntries
        #expect(entries.map(\.event) == [.auditDone])
        #expect(entries[0]["MESSAGE"] == "baseline READY; atlas READY")
        #expect(entries[0]["PRIORITY"] == "6")
        #expect(entries[0]["MUSTER_REMEDY"] == "nothing has to be changed")
        #expect(entries[0]["MUSTER_DURATION_USEC"] == "41000")
    }

    @Test func aVerdictOnAPartSaysSo() {
        let entry = AuditExample.partial.report.journalEntries[0]
        #expect(entry["MESSAGE"] == "baseline READY in part; atlas READY")
        #expect(entry["MUSTER_PARTIAL"] == "yes")
        #expect(entry["MUSTER_REMEDY"] == "nothing has to be changed in the part that was judged")
        let whole = AuditExample.ready.report.journalEntries[0]
        #expect(whole["MUSTER_PARTIAL"] == "no")
    }

    @Test func withoutProfilesThereIsNoVerdict() {
        let entry = AuditExample.everyKind.report.journalEntries[0]
        #expect(entry["MESSAGE"] == "no profile was asked")
        #expect(entry["MUSTER_VERDICT"] == "none")
        #expect(entry["MUSTER_SITE"] == nil)
    }

    @Test func aFindingSaysWhatWasFoundAskedAndWhatToChange() throws {
        let entry = try #require(AuditExample.troubled.report.journalEntries.first)
        #expect(
            entry["MESSAGE"]
                == "FAIL cvmfs.cache: the cache holds a job's software "
                + "(cvmfs.cache.limit: 4,000 MiB (/etc/cvmfs/default.conf))")
        #expect(
            entry["MUSTER_EVIDENCE"]
                == "cvmfs.cache.limit: 4,000 MiB (/etc/cvmfs/default.conf), "
                + "asked: at least 20 GB")
        #expect(entry["MUSTER_PROFILES"] == "atlas")
        #expect(entry["MUSTER_VERDICT"] == "unfit")
        #expect(entry["MUSTER_VANTAGE"] == "host, as root")
        #expect(entry["MUSTER_SUBJECT"] == nil)
        #expect(entry["MUSTER_SOURCE"] == "AtlasFacilitiesServices, 2026-11-23")
    }

    @Test func sharedFindingNamesEveryProfileInFieldsOfItsOwn() {
        let warning = AuditExample.troubled.report.journalEntries[3]
        #expect(warning["MUSTER_PROFILES"] == "baseline, atlas")
        let each = warning.fields.filter { $0.name == "MUSTER_PROFILE" }.map(\.value)
        #expect(each == ["baseline", "atlas"])
    }

    @Test func waivedFindingSaysUntilWhen() {
        let waived = AuditExample.troubled.report.journalEntries[4]
        #expect(waived["MUSTER_WAIVER"] == "drained for tape work (ops, until 2027-01-31)")
        #expect(waived["MUSTER_OUTCOME"] == "waived")
    }

    @Test(arguments: AuditShape.allCases)
    func everyFieldIsBoundedPrintableAndNamedAsJournaldWants(shape: AuditShape) {
        for field in shape.example.report.journalEntries.flatMap(\.fields) {
            #expect(field.bytes.count < 4_000)
            #expect(field.value.printable == field.value)
            #expect(field.name.wholeMatch(of: /[A-Z][A-Z0-9_]*/) != nil)
        }
    }

    @Test func crowdIsBoundedAndCounted() {
        let entries = AuditExample.crowded(230).report.journalEntries
        #expect(entries.count == 201)
        #expect(entries.last?["MUSTER_FINDINGS_OPEN"] == "230")
        #expect(entries.last?["MESSAGE"] == "site UNFIT 230; 30 findings are not in the journal")
    }

    @Test(arguments: [
        ("é", 3_990 / 2, false), ("é", 3_000, true), ("e\u{301}", 1_500, true),
        ("x", 3_997, false), ("x", 3_998, true),
    ])
    func longValuesAreCutBetweenCharacters(character: String, count: Int, isCut: Bool) {
        let field = JournalField("A", String(repeating: character, count: count))
        #expect(field.bytes.count <= JournalField.bytesAtMost)
        #expect(field.value.hasSuffix("…") == isCut)
        #expect(Set(field.value).count <= 2)
    }

    @Test func oneCharacterBeyondTheBoundIsLeftOut() {
        let heap = "a" + String(repeating: "\u{301}", count: 4_000)
        #expect(JournalField("A", heap).value == "…")
    }

    @Test func newlineCannotMakeAFieldOfItsOwn() {
        let field = JournalField("MESSAGE", "x\nPRIORITY=0\u{1B}[31m")
        #expect(field.value == "x PRIORITY=0\u{FFFD}[31m")
    }
}
