import AuditExamples
import MusterModel
import Testing

@testable import MusterAgent

/// Which looks become a report.
struct ReportedTests {
    private static func comparison(
        _ example: AuditExample, _ look: Look, after before: Memory?
    ) -> MusterAgent.Comparison {
        let report = example.report
        var known = before ?? Memory()
        known.take(Sighting(look, report))
        return MusterAgent.Comparison(report, look: look, before: before, known: known)
    }

    private static func body(of comparison: MusterAgent.Comparison) -> [UInt8] {
        let sheet = AuditExample.ready.report.sheet
        let result = WeighResult(
            comparison, status: "ready", body: [123, 125], sheet: sheet,
            frame: FramedGauges([], by: Vocabulary([])).frame)
        return WeighResult(result.frames)?.body ?? [0]
    }

    @Test func aWholeLookIsReportedAlsoWhereNothingChanged() {
        let first = Self.comparison(.ready, .full, after: nil)
        let again = Self.comparison(.ready, .full, after: first.memory)
        #expect(again.kind == .same && again.isReported)
        #expect(Self.body(of: again) == [123, 125])
    }

    @Test(arguments: [Look.brief, .mounts, .smoke])
    func anotherLookThatFoundNothingNewIsNot(look: Look) {
        let first = Self.comparison(.ready, .full, after: nil)
        let again = Self.comparison(.ready, look, after: first.memory)
        #expect(!again.isReported)
        #expect(Self.body(of: again).isEmpty)
    }

    @Test(arguments: [AuditExample.troubled, .crowded(3)])
    func whatIsNewIsReportedWhoeverSawIt(example: AuditExample) {
        let first = Self.comparison(.ready, .full, after: nil)
        #expect(Self.comparison(example, .brief, after: first.memory).isReported)
    }

    @Test func aTroubleIsReportedWhenItBeginsAndNotAgain() {
        let first = Self.comparison(.ready, .full, after: nil)
        var ill = AuditExample.ready
        ill.troubles = ["/scratch hangs"]
        let begun = Self.comparison(ill, .brief, after: first.memory)
        #expect(begun.kind == .same && begun.isReported)
        #expect(!Self.comparison(ill, .brief, after: begun.memory).isReported)
    }
}
