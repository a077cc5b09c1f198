public import MusterModel

/// The report for node_exporter's textfile collector: verdicts as state sets,
/// counts of findings, what is wrong, and every fact that is a number.
public struct PrometheusRenderer: Renderer {
    /// `prometheus`.
    public static let name = "prometheus"

    /// Series of single findings, and of one fact; what is beyond is counted.
    public static let seriesAtMost = 500

    private let vocabulary: Vocabulary
    private let time: UTCTime

    /// A renderer for an audit made at `time`; the HELP of facts is what the cards
    /// of `vocabulary` say.
    public init(vocabulary: Vocabulary, at time: UTCTime) {
        self.vocabulary = vocabulary
        self.time = time
    }

    /// The whole text, without sample times, as the collector wants it.
    public func render(_ report: AuditReport) -> String {
        let families =
            audit(report) + verdicts(report) + findings(report)
            + FactMetrics(of: report, vocabulary, seriesAtMost: Self.seriesAtMost).families
        return families.map(\.text).joined()
    }

    private func audit(_ report: AuditReport) -> [MetricFamily] {
        var info = MetricFamily(
            "muster_audit_info", "Which program made the audit, and where it stood.")
        info.add(
            "1",
            [
                "muster": report.version, "site": report.site ?? "",
                "place": report.sheet.vantage.place.rawValue,
                "user": String(report.sheet.vantage.user),
            ])
        var timestamp = MetricFamily(
            "muster_audit_timestamp_seconds", "When the audit was made, seconds since 1970.")
        timestamp.add(String(time.seconds))
        var took = MetricFamily(
            "muster_audit_duration_seconds",
            "Wall time of the audit without other people's programs.")
        took.add(report.took.decimalSeconds)
        var waited = MetricFamily(
            "muster_audit_waited_seconds", "Wall time spent in other people's programs.")
        waited.add(report.waited.time.decimalSeconds)
        var troubles = MetricFamily(
            "muster_audit_troubles", "What went wrong with the audit itself.")
        troubles.add(String(report.troubles.count))
        var probes = MetricFamily("muster_probe_duration_seconds", "Wall time of a probe.")
        for timing in report.timings {
            probes.add(timing.took.decimalSeconds, ["probe": timing.probe])
        }
        return [info, timestamp, took, waited, troubles, probes]
    }

    private func verdicts(_ report: AuditReport) -> [MetricFamily] {
        var states = MetricFamily(
            "muster_verdict", "Verdict of the node under a profile: 1 for the one that holds.")
        var partial = MetricFamily(
            "muster_verdict_partial", "1 where a part of the profile alone was judged.")
        for judgement in report.profiles {
            partial.add(judgement.isPartial ? "1" : "0", ["profile": judgement.profile])
            for verdict in Verdict.allCases {
                states.add(
                    judgement.verdict == verdict ? "1" : "0",
                    ["profile": judgement.profile, "verdict": verdict.rawValue])
            }
        }
        return [states, partial]
    }

    private func findings(_ report: AuditReport) -> [MetricFamily] {
        var counts = MetricFamily("muster_findings", "Findings by profile and outcome.")
        var open = MetricFamily(
            "muster_check_outcome",
            "1 for each finding that neither passed nor is inapplicable.")
        var omitted = MetricFamily(
            "muster_check_outcome_omitted", "Findings beyond the bound on series.")
        var waivers = MetricFamily(
            "muster_waiver_end_timestamp_seconds", "The end of a waiver in use.")
        var shown = 0
        for judgement in report.profiles {
            for outcome in Outcome.columns {
                counts.add(
                    String(judgement.count(of: outcome)),
                    ["profile": judgement.profile, "outcome": outcome.rawValue])
            }
            let all = judgement.findings.filter(\.isOpen)
            for finding in all.prefix(Self.seriesAtMost - shown) {
                add(finding, judgement.profile, to: &open, &waivers)
            }
            let here = min(all.count, Self.seriesAtMost - shown)
            shown += here
            omitted.add(String(all.count - here), ["profile": judgement.profile])
        }
        return [counts, open, omitted, waivers]
    }

    private func add(
        _ finding: Finding, _ profile: String, to open: inout MetricFamily,
        _ waivers: inout MetricFamily
    ) {
        let subject = finding.subject ?? ""
        open.add(
            "1",
            [
                "check": finding.check, "profile": profile, "subject": subject,
                "level": finding.level.rawValue, "outcome": finding.outcome.rawValue,
                "hung": finding.isHung ? "yes" : "no",
            ])
        guard let until = finding.waiver?.until.endSeconds else { return }
        waivers.add(
            String(until), ["check": finding.check, "profile": profile, "subject": subject])
    }
}
