internal import MusterModel

/// Findings by name and profile, for showing profiles side by side.
struct OutcomeTable {
    /// The columns, in the order asked.
    let profiles: [String]
    /// The rows: names of findings, worst first.
    let names: [String]
    private let findings: [String: [String: Finding]]

    init(of report: AuditReport) {
        profiles = report.profiles.map(\.profile)
        var findings: [String: [String: Finding]] = [:]
        for judgement in report.profiles {
            for finding in judgement.findings {
                findings[finding.name, default: [:]][judgement.profile] = finding
            }
        }
        var seen: Set<String> = []
        names = report.findings.map(\.finding.name).filter { seen.insert($0).inserted }
        self.findings = findings
    }

    /// What a check came to under a profile; nil where that does not ask.
    func finding(_ name: String, _ profile: String) -> Finding? { findings[name]?[profile] }
}
