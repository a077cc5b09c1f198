internal import MusterModel
internal import MusterReport

/// The report in the dashboard: some of its sites at once, and the whole to take away.
struct ReportPage {
    let report: ReadinessReport
    let profiles: [String]
    /// What was asked.
    let query: Query
    /// How many sites are left out first.
    let offset: Int

    /// Of when the report is, and how much it tells.
    struct Query: Hashable {
        var profile: String
        /// Days as in `2026-11-01`; nil for now, and for a week before.
        var on: String?, since: String?
        /// Days over which the trend is told.
        var days: Int64

        /// The address of the report in some form: `/report`, `/report.csv`.
        func address(_ path: String = "/report", offset: Int = 0) -> String {
            path
                + Address.query([
                    ("profile", profile), ("on", on), ("since", since), ("days", "\(days)"),
                    ("offset", offset > 0 ? "\(offset)" : nil),
                ])
        }
    }

    static let limit = 50
    static let spans: [Int64] = [7, 30, 90, 365, 1825]

    var bytes: [UInt8] {
        let part = report.sites.dropFirst(offset).prefix(Self.limit)
        let document = ReadinessDocument(report: report, address: "", sites: Array(part))
        return .page("Report under \(report.profile)") { writer in
            document.head(&writer)
            writer.tabs("Profiles", profiles, report.profile) { profile in
                var query = query
                query.profile = profile
                return query.address()
            }
            form(&writer)
            document.charts(&writer)
            document.shares(&writer)
            writer.start("section", ["class": "report", "aria-label": "Sites"])
            writer.element("h2", "Sites")
            document.table(&writer)
            writer.pager(offset, Self.limit, of: Int64(report.sites.count)) {
                query.address(offset: $0)
            }
            writer.end()
            document.heat(&writer)
            document.obstacles(&writer)
            document.spreads(&writer)
            document.rest(&writer)
        }
    }

    private func form(_ writer: inout MarkupWriter) {
        writer.start("form", ["class": "filter", "action": "/report", "method": "get"])
        writer.void("input", ["type": "hidden", "name": "profile", "value": query.profile])
        for (label, name, value) in [
            ("as a day ended", "on", query.on), ("changes since", "since", query.since),
        ] {
            writer.start("label")
            writer.words(label)
            writer.void("input", ["type": "date", "name": name, "value": value ?? ""])
            writer.end()
        }
        writer.start("label")
        writer.words("trend over")
        writer.start("select", ["name": "days"])
        for days in Self.spans {
            if days == query.days {
                writer.element(
                    "option", ["value": "\(days)", "selected": "selected"], "\(days) days")
            } else {
                writer.element("option", ["value": "\(days)"], "\(days) days")
            }
        }
        writer.end()
        writer.end()
        writer.element("button", ["type": "submit"], "Show")
        writer.end()
        writer.start("p")
        writer.words("Take it away, whole: ")
        for (words, path) in ReportPages.files {
            writer.element("a", ["class": "name", "href": query.address(path)], words)
        }
        writer.end()
    }
}

/// A day's sites that run something.
struct RunningPage {
    let kind: String
    let name: String
    let profile: String
    /// Nodes and cores by site, most first.
    let sites: [ReadinessReport.Spread]

    var bytes: [UInt8] {
        .page("\(kind) \(name)") { writer in
            writer.element("h1", "Which sites run \(name)")
            writer.element(
                "p", "Fresh nodes by their \(kind), now. A site's page shows which they are.")
            let columns = [
                (title: "site", isNumber: false), (title: "nodes", isNumber: true),
                (title: "cores", isNumber: true),
            ]
            if sites.isEmpty { return writer.element("p", "None.") }
            writer.table("Sites", columns) { writer in
                for site in sites {
                    writer.row(site.name, Address.site(site.name, profile: profile)) { writer in
                        writer.number(site.nodes)
                        writer.number(site.cores)
                    }
                }
            }
        }
    }
}

/// What a site would be told in a ticket.
struct TicketPage {
    let ticket: SiteTicket

    var bytes: [UInt8] {
        .page("Ticket for \(ticket.site)") { writer in
            writer.element("h1", "A ticket for \(ticket.site)")
            writer.element(
                "p",
                ticket.isNeeded
                    ? "To be copied into a helpdesk; its evidence is of one node each."
                    : "Nothing that is required is open on nodes that report.")
            writer.element(
                "pre", [:],
                lines: ticket.text().split(
                    separator: "\n", omittingEmptySubsequences: false
                ).map(String.init))
        }
    }
}
