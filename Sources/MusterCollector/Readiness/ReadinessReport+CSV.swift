internal import MusterReport

extension ReadinessReport {
    /// The columns of ``csv``, in order; new ones are only added at the end.
    public static let columns = [
        "made", "profile", "profile_dated", "site", "registered", "region", "country", "tier",
        "vos", "standing", "since", "flapping", "ready", "degraded", "unfit", "undetermined",
        "stale", "silent", "nodes", "expected", "share_ready", "cores_ready", "cores",
        "top_blocker", "top_blocker_nodes", "blockers", "reason", "page",
    ]

    /// The table of sites for spreadsheets: a row a site, unregistered ones last.
    public var csv: String {
        CSVTable.text(
            of: [Self.columns] + sites.map { cells(of: $0, isRegistered: true) }
                + unregistered.map { cells(of: $0, isRegistered: false) })
    }

    private func cells(of site: Site, isRegistered: Bool) -> [String] {
        let top = site.blockers.first
        return [
            "\(UTCTime(secondsSince1970: made))", profile, dated, site.name,
            isRegistered ? "yes" : "no", site.region ?? "", site.country ?? "",
            site.tier.map(String.init) ?? "", site.vos.joined(separator: " "), site.standing,
            "\(UTCTime(secondsSince1970: site.since))", site.flapping ? "yes" : "no",
            "\(site.ready)", "\(site.degraded)", "\(site.unfit)", "\(site.undetermined)",
            "\(site.stale)", "\(site.silent)", "\(site.nodes)",
            site.expected.map(String.init) ?? "", site.ready.share(of: site.known) ?? "",
            "\(site.coresReady)", "\(site.cores)", top?.check ?? "",
            top.map { "\($0.nodes)" } ?? "",
            site.blockers.map { "\($0.check) \($0.outcome) \($0.nodes)" }.joined(separator: "; "),
            site.reason, site.page,
        ]
    }
}

extension Int64 {
    /// The part of a whole in per cent, `97.1`; nil of nothing.
    func share(of whole: Int64) -> String? {
        guard whole > 0 else { return nil }
        // Rounded down: 100.0 means all of them.
        let thousandths = self * 1000 / whole
        return "\(thousandths / 10).\(thousandths % 10)"
    }
}
