extension Glossary {
    /// `--format`, and the words of some formats.
    static let formats: [String: String] = {
        var table = [
            "never": "exit rule: 0 whenever the audit ran, 64 and above where it did not",
            "ok": "nagios: exit code 0, shown as READY",
            "warning": "nagios: exit code 1, shown as DEGRADED; sarif: level of an advised check",
            "critical": "nagios: exit code 2, shown as UNFIT",
            "failure": "junit: a required check that does not hold",
            "error":
                "junit: a required check that nobody could tell; sarif: level of a required check",
            "skipped": "junit: an advised, waived or inapplicable finding, with its reason",
        ]
        for format in OutputFormat.allCases {
            table[format.rawValue] = "format: \(format.meaning)"
        }
        table["nagios", default: ""] += "; as exit rule: everything that is no verdict ends with 3"
        return table
    }()

    /// Metrics of `--format prometheus`; those of facts are explained by their facts.
    static let metrics: [String: String] = [
        "muster_verdict": "metric: 1 for the verdict that holds under a profile, 0 for the others",
        "muster_verdict_partial": "metric: 1 where a part of the profile alone was judged",
        "muster_findings": "metric: how many findings came to an outcome under a profile",
        "muster_check_outcome": "metric: 1 for each open finding; none for those that passed",
        "muster_check_outcome_omitted": "metric: open findings beyond the bound on series",
        "muster_waiver_end_timestamp_seconds": "metric: the end of a waiver in use",
        "muster_audit_timestamp_seconds": "metric: when the audit was made, seconds since 1970",
        "muster_audit_duration_seconds": "metric: the audit's own wall time",
        "muster_audit_waited_seconds": "metric: wall time spent in other people's programs",
        "muster_audit_troubles": "metric: how many things went wrong with the audit itself",
        "muster_audit_info": "metric: 1, with program version, site, vantage and user as labels",
        "muster_probe_duration_seconds": "metric: wall time of one probe",
    ]

    /// Attributes of `--format classad`; `*` stands for a profile.
    static let attributes: [String: String] = [
        "muster_version": "ClassAd attribute: the program's version",
        "muster_audittime": "ClassAd attribute: when the audit was made, seconds since 1970",
        "muster_site": "ClassAd attribute: the site of --site",
        "muster_vantage": "ClassAd attribute: where the audit stood, and as whom",
        "muster_verdict": "ClassAd attribute: the worst verdict; field of the journal: a verdict",
        "muster_profiles": "ClassAd attribute: the profiles that were judged",
        "muster_troubles": "ClassAd attribute: how many things went wrong with the audit",
        "muster_verdict_*": "ClassAd attribute: the verdict under this profile",
        "muster_ready_*":
            "ClassAd attribute: true for ready and degraded, false for unfit, else undefined",
        "muster_partial_*": "ClassAd attribute: a part of this profile alone was judged",
        "muster_dated_*": "ClassAd attribute: the day of the profile's text",
        "muster_failed_*": "ClassAd attribute: how many required checks do not hold",
        "muster_unknown_*": "ClassAd attribute: how many findings nobody could tell",
        "muster_warned_*": "ClassAd attribute: how many advised checks do not hold",
        "muster_reasons_*": "ClassAd attribute: the first open findings, each a sentence",
    ]
}

extension OutputFormat {
    /// Who reads it, in half a sentence.
    var meaning: String {
        switch self {
        case .text: "for a person at a terminal, worst first"
        case .json: "everything, exact, for programs; docs/reference/check.schema.json"
        case .ndjson: "one object a line, for log systems"
        case .junit: "XML for Jenkins, GitLab and other CI"
        case .tap: "Test Anything Protocol 13, for prove and other harnesses"
        case .nagios: "a monitoring plugin's lines, for Nagios, NRPE, Icinga, Checkmk and ETF"
        case .prometheus: "metrics for node_exporter's textfile collector"
        case .classad: "attributes for HTCondor's STARTD_CRON"
        case .sarif: "SARIF 2.1.0, for code scanning services"
        case .html: "one file for people, without scripts"
        case .csv: "a row a finding, for spreadsheets"
        }
    }
}
