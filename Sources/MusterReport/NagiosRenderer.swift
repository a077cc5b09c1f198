public import MusterModel

/// The report as the output of a monitoring plugin: one line with the verdict and
/// performance data, then what is wrong and what to change.
///
/// Bounded for those who carry it: the first line fits the 1,024 bytes of NRPE 2,
/// all of it the 4,096 of NRPE 3 and of a plugin's output in Nagios 3.
public struct NagiosRenderer: Renderer {
    /// `nagios`.
    public static let name = "nagios"

    /// Bytes of the whole output.
    public static let bytesAtMost = 4_000

    /// Bytes of the first line, performance data included.
    public static let firstLineAtMost = 1_000

    /// Characters of text in the first line behind the verdict: what fits a message
    /// to a telephone.
    private static let headlineAtMost = 80

    /// More remedies than this follow no finding.
    private static let remediesAtMost = 1

    /// A renderer; there is nothing to choose.
    public init() {}

    /// The line for an audit that did not take place; never empty, one line.
    public static func excuse(_ why: String) -> String {
        "MUSTER UNKNOWN - \(why.pluginText.shortened(toBytes: firstLineAtMost - 40))\n"
    }

    /// The whole output.
    public func render(_ report: AuditReport) -> String {
        let findings = report.findings.filter(\.finding.isOpen)
        let verdict = report.verdict?.rawValue.uppercased() ?? "UNKNOWN"
        let against = findings.filter { $0.finding.outcome != .waived }
        let headline = headline(of: report, against).pluginText
            .shortened(to: Self.headlineAtMost)
        let first = "MUSTER \(verdict) - \(headline) | "
        let data = fitting(
            performance(of: report).map(\.text), in: Self.firstLineAtMost - first.utf8.count)
        let long = details(of: findings, report).map { $0.pluginText }
        return first + data.joined(separator: " ") + "\n"
            + bounded(long, to: Self.bytesAtMost - Self.firstLineAtMost)
    }

    /// `atlas unfit, baseline undetermined: cvmfs.cache and 3 more`.
    private func headline(of report: AuditReport, _ open: [SharedFinding]) -> String {
        if report.judgements.isEmpty { return "no profile was asked, nothing was judged" }
        let worstFirst = Verdict.allCases.sorted(by: >)
        let verdicts = worstFirst.compactMap { verdict -> String? in
            let names = report.profiles.filter { $0.verdict == verdict }.map {
                $0.isPartial ? "\($0.profile) in part" : $0.profile
            }
            return names.isEmpty ? nil : "\(names.joined(separator: ", ")) \(verdict.rawValue)"
        }.joined(separator: "; ")
        guard let first = open.first else { return verdicts }
        let more = open.count > 1 ? " and \(open.count - 1) more" : ""
        let room = Self.headlineAtMost - more.count - 2
        let full = first.finding.name
        let name = full.count > room / 2 ? first.finding.check.shortened(to: room / 2) : full
        return "\(verdicts.shortened(to: room - name.count)): \(name)\(more)"
    }

    /// What every run gives, then the counts of each profile. Alerting ranges say
    /// which counts make the service warn (not 0) or turn critical.
    private func performance(of report: AuditReport) -> [PerformanceDatum] {
        let all = report.findings.map(\.finding)
        func count(_ outcome: Outcome) -> String {
            String(all.count { $0.outcome == outcome })
        }
        return [
            PerformanceDatum(label: "fail", value: count(.fail), critical: "0"),
            PerformanceDatum(label: "unknown", value: count(.unknown)),
            PerformanceDatum(label: "warn", value: count(.warn), warning: "0"),
            PerformanceDatum(label: "waived", value: count(.waived)),
            PerformanceDatum(label: "pass", value: count(.pass)),
            PerformanceDatum(label: "took", value: "\(report.took.decimalSeconds)s"),
        ]
            + report.profiles.map {
                PerformanceDatum(
                    label: "\($0.profile) fail", value: String($0.count(of: .fail)),
                    critical: "0")
            }
    }

    private func details(of open: [SharedFinding], _ report: AuditReport) -> [String] {
        var lines: [String] = []
        for group in FindingGroup.groups(of: open) {
            let finding = group.first.finding
            var seen: Set<String> = []
            let by = group.members.flatMap(\.profiles).filter { seen.insert($0).inserted }.inWords
            lines.append(
                FindingWords.short("\(finding.label) \(group.name) (\(by)): \(finding.title)"))
            let words = FindingWords(finding)
            lines += words.found.prefix(1).map { "  found \($0)" }
            lines += words.asked.prefix(1).map { "  asked \($0)" }
            lines += group.remedies.prefix(Self.remediesAtMost).map {
                "  change \(FindingWords.short($0))"
            }
        }
        return lines + report.troubles.map { FindingWords.short("trouble: \($0)") }
            + report.remarks.map { FindingWords.short("remark: \($0)") }
    }

    private func fitting(_ words: [String], in bytes: Int) -> [String] {
        var used = 1
        return Array(
            words.prefix {
                used += $0.utf8.count + 1
                return used <= bytes
            })
    }

    /// Whole lines as far as they go, and how many did not.
    private func bounded(_ lines: [String], to bytes: Int) -> String {
        let closing = "… and \(lines.count) more lines: muster check\n"
        var text = ""
        for (index, line) in lines.enumerated() {
            let isLast = index == lines.count - 1
            let room = bytes - (isLast ? 0 : closing.utf8.count)
            guard text.utf8.count + line.utf8.count + 1 <= room else {
                return text + "… and \(lines.count - index) more lines: muster check\n"
            }
            text += line + "\n"
        }
        return text
    }
}
