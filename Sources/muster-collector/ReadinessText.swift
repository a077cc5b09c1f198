import MusterCollector
import MusterModel
import MusterReport

/// The report for a terminal: the worst sites first, then what stands in the way.
struct ReadinessText {
    private let report: ReadinessReport

    init(_ report: ReadinessReport) { self.report = report }

    private static let obstaclesShown = 10
    /// Which standing comes first.
    private static let order = ["not-ready", "partial", "unknown", "in-downtime", "ready"]

    /// The whole, a line each.
    var lines: [String] { head + sites + obstacles + changes + rest }

    private var head: [String] {
        let total = report.total
        return [
            "\(report.profile) (\(report.dated))  \(report.title)".printable,
            "\(total.sitesReady) of \(total.sites) sites, \(total.nodesReady) of \(total.nodes) "
                + "nodes and \(total.coresReady) of \(total.cores) cores are ready, "
                + "\(UTCTime(secondsSince1970: report.made))",
            "",
        ]
    }

    private var sites: [String] {
        let sorted = report.sites.sorted { left, right in
            (rank(left), left.name) < (rank(right), right.name)
        }
        let head = ["site", "tier", "standing", "ready", "known", "nodes", "since", "top blocker"]
        return TextTable.lines(
            head,
            sorted.map { site in
                let top = site.blockers.first.map { "\($0.check) \($0.outcome) \($0.nodes)" }
                return [
                    site.name.printable, site.tier.map(String.init) ?? "",
                    site.standing.printable + (site.flapping ? " ~" : ""), "\(site.ready)",
                    "\(site.known)", "\(site.nodes)",
                    "\(UTCTime(secondsSince1970: site.since).day)", (top ?? "").printable,
                ]
            })
    }

    private func rank(_ site: ReadinessReport.Site) -> Int {
        Self.order.firstIndex(of: site.standing) ?? Self.order.count
    }

    private var obstacles: [String] {
        guard !report.obstacles.isEmpty else { return [] }
        let head = ["stands in the way", "sites", "nodes", "cores", "alone at", "cores there"]
        let rows = report.obstacles.prefix(Self.obstaclesShown).map { obstacle in
            [
                obstacle.check.printable, "\(obstacle.sites)", "\(obstacle.nodes)",
                "\(obstacle.cores)", "\(obstacle.sitesFreed)", "\(obstacle.coresFreed)",
            ]
        }
        return [""] + TextTable.lines(head, rows)
    }

    private var changes: [String] {
        let day = UTCTime(secondsSince1970: report.since).day
        guard !report.flips.isEmpty else { return ["", "no site flipped since \(day)"] }
        let rows = report.flips.map { flip in
            [
                flip.site.printable, flip.before.isEmpty ? "not known" : flip.before.printable,
                flip.after.printable, "\(UTCTime(secondsSince1970: flip.at))",
            ]
        }
        return [""] + TextTable.lines(["flipped since \(day)", "before", "now", "when"], rows)
    }

    private var rest: [String] {
        let lists = [
            ("never seen", report.neverSeen), ("silent", report.silent),
            ("not in the registry", report.unregistered.map(\.name)),
            (
                "waived",
                report.waivers.map { "\($0.check) at \($0.site ?? "all") until \($0.until)" }
            ),
        ].filter { !$0.1.isEmpty }
        guard !lists.isEmpty else { return [] }
        return [""] + lists.map { "\($0.0): \($0.1.joined(separator: ", ").printable)" }
    }
}
