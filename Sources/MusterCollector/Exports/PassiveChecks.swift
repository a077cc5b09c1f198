internal import MusterModel
public import MusterReport

/// A report as passive results: a host for each registered site, a service for the profile.
public struct PassiveChecks: Sendable {
    /// The results, by site.
    public let checks: [PassiveCheck]

    /// A report's results.
    public init(_ report: ReadinessReport) {
        checks = report.sites.map { site in
            PassiveCheck(
                at: report.made, host: site.name, service: "muster-\(report.profile)",
                Self.code(of: site.standing), Self.output(site),
                counts: [
                    "ready": site.ready, "degraded": site.degraded, "unfit": site.unfit,
                    "undetermined": site.undetermined, "stale": site.stale,
                    "silent": site.silent, "cores_ready": site.coresReady, "cores": site.cores,
                ])
        }
    }

    /// The external commands, a line each without its end.
    public var commands: [String] { checks.map(\.command) }

    /// Where a collector's API has them.
    public static func path(under profile: String) -> String {
        "/api/v1/exports/nagios" + Address.query([("profile", profile)])
    }

    /// A site in downtime is UNKNOWN: who reckons availability takes it out of the sum as
    /// the downtime itself is, and neither OK nor CRITICAL would be true.
    static func code(of standing: String) -> PassiveCheck.Code {
        switch Standing(rawValue: standing) {
        case .ready: .ok
        case .partial: .warning
        case .notReady: .critical
        case .unknown, .inDowntime, nil: .unknown
        }
    }

    /// `MUSTER NOT-READY - 12 of 40 known nodes are ready: userns.enabled on 28 nodes`.
    private static func output(_ site: ReadinessReport.Site) -> String {
        let top = site.blockers.first.map { ": \($0.check) on \($0.nodes) nodes" } ?? ""
        return "MUSTER \(site.standing.uppercased())\(site.flapping ? ", flapping" : "") - "
            + site.reason + top
    }
}
