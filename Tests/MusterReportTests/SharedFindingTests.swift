import AuditExamples
import MusterModel
import Testing

struct SharedFindingTests {
    private func report(limits: [Int64], sources: [String] = ["a", "b"]) -> AuditReport {
        var example = AuditExample()
        example.facts = [fact("userns.limit.user", .integer(7))]
        example.profiles = zip(zip(["one", "two"], limits), sources).map { profile, source in
            .example(
                profile.0,
                [
                    .example(
                        "userns.enabled", "enabled",
                        require: .fact(
                            name("userns.limit.user"), .atLeast(.value(.integer(profile.1)))),
                        source: source)
                ])
        }
        return example.report
    }

    @Test func equalFindingsAreOneWithAllProfilesAndSources() {
        let findings = report(limits: [9, 9]).findings
        #expect(findings.map(\.profiles) == [["one", "two"]])
        #expect(findings.first?.sources.map(\.text) == ["a", "b"])
    }

    @Test func aSourceThatBothCiteIsNamedOnce() {
        let findings = report(limits: [9, 9], sources: ["a", "a"]).findings
        #expect(findings.first?.sources.map(\.text) == ["a"])
    }

    @Test(arguments: [[9, 10], [5, 9], [9, 5]])
    func differentDemandsStayApart(limits: [Int64]) {
        #expect(report(limits: limits).findings.count == 2)
    }

    @Test func worstComesFirstAndHungBeforeUnknown() {
        let labels = AuditExample.troubled.report.findings.map(\.finding.label)
        #expect(labels == ["FAIL", "HUNG", "UNKNOWN", "WARN", "WAIVED", "PASS"])
    }

    @Test func verdictIsTheWorstOne() {
        #expect(report(limits: [5, 9]).verdict == .unfit)
        #expect(report(limits: [5, 5]).verdict == .ready)
        #expect(AuditExample().report.verdict == nil)
    }
}
