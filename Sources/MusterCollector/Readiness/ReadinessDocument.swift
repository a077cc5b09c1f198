internal import MusterModel
internal import MusterReport

/// A report in elements of a page: the same alone in a file and in the dashboard.
struct ReadinessDocument {
    let report: ReadinessReport
    /// What stands before the addresses of pages; nil where nothing is linked.
    let address: String?
    /// The sites that are listed.
    let sites: [ReadinessReport.Site]

    private static let heatColumns = 24

    /// What begins it: how much is ready.
    func head(_ writer: inout MarkupWriter) {
        let total = report.total
        writer.element("h1", "Container readiness: \(report.title)")
        writer.element(
            "p",
            "Profile \(report.profile) of \(report.dated), as measured until "
                + "\(UTCTime(secondsSince1970: report.made).short) UTC. Only registered sites "
                + "count; a degraded node is ready, with warnings.")
        writer.start("ul", ["class": "cards"])
        for (name, ready, all) in [
            ("sites ready", total.sitesReady, total.sites),
            ("nodes ready", total.nodesReady, total.nodes),
            ("cores ready", total.coresReady, total.cores),
        ] {
            writer.start("li")
            writer.element("span", ["class": "quiet"], name)
            writer.element("strong", "\(ready.grouped) of \(all.grouped)")
            writer.element("span", ready.share(of: all).map { "\($0) %" } ?? "none known")
            writer.end()
        }
        writer.end()
    }

    /// Its charts.
    func charts(_ writer: inout MarkupWriter) {
        writer.start("div", ["class": "charts"])
        report.trend.sitesChart.write(into: &writer)
        report.trend.coresChart.write(into: &writer)
        writer.end()
    }

    /// By VO, region and tier, with the day of it.
    func shares(_ writer: inout MarkupWriter) {
        let day = UTCTime(secondsSince1970: report.made).day
        let parts = [
            ("VO", report.vos, "vo"), ("Region", report.regions, "region"),
            ("Tier", report.tiers, "tier"),
        ]
        for (title, shares, key) in parts where !shares.isEmpty {
            writer.element("h2", "By \(key == "vo" ? title : key), on \(day)")
            let columns =
                [(title: title, isNumber: false)]
                + ["sites ready", "nodes ready", "cores ready"].map { (title: $0, isNumber: true) }
            writer.table("By \(key)", columns) { writer in
                for share in shares {
                    let value = key == "tier" ? String(share.name.dropFirst(5)) : share.name
                    let isNamed = share.name != "none"
                    let all = isNamed ? overview([(key, value)]) : nil
                    let ready = isNamed ? overview([(key, value), ("standing", "ready")]) : nil
                    writer.start("tr")
                    writer.linked("th", ["scope": "row"], share.name, to: all)
                    writer.linked(
                        "td", ["class": "number"], share.sitesReady.part(of: share.sites),
                        to: ready)
                    writer.element(
                        "td", ["class": "number"], share.nodesReady.part(of: share.nodes))
                    writer.element(
                        "td", ["class": "number"], share.coresReady.part(of: share.cores))
                    writer.end()
                }
            }
        }
    }

    private func overview(_ filters: [(String, String?)]) -> String? {
        page("/" + Address.query([("profile", report.profile)] + filters))
    }

    /// An address that works from where the document lies.
    func page(_ path: String) -> String? { address.map { $0 + path } }

    /// Which checks are open at which of the listed sites.
    func heat(_ writer: inout MarkupWriter) {
        let columns = report.obstacles.prefix(Self.heatColumns).map(\.check)
        let numbers = Dictionary(
            columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = sites.filter { site in site.blockers.contains { numbers[$0.check] != nil } }
        let cells = rows.enumerated().flatMap { row, site in
            Dictionary(grouping: site.blockers, by: \.check).compactMap {
                (check, blockers) -> HeatMap.Cell? in
                guard let column = numbers[check] else { return nil }
                let nodes = blockers.reduce(0) { $0 + $1.nodes }
                let isFailing = blockers.contains { $0.outcome == "fail" }
                return HeatMap.Cell(
                    row: row, column: column, name: isFailing ? "fail" : "unknown",
                    share: nodes * 1000 / max(1, site.known + site.undetermined),
                    words: "\(site.name), \(check): \(nodes.grouped) nodes",
                    page: page(
                        Address.nodes(
                            at: site.name, under: report.profile, [("check", check)])))
            }.sorted { $0.column < $1.column }
        }
        guard !cells.isEmpty else { return }
        writer.element("h2", "Sites and checks")
        HeatMap(
            title: "Where a required check is open", rows: rows.map(\.name), columns: columns,
            cells: cells
        ).write(into: &writer)
    }
}

extension MarkupWriter {
    /// An element whose text leads to a page; text alone where there is none.
    mutating func linked(
        _ name: String, _ attributes: KeyValuePairs<String, String>, _ text: String,
        to page: String?
    ) {
        guard let page else { return element(name, attributes, text) }
        start(name, attributes)
        element("a", ["href": page], text)
        end()
    }

    /// A cell with a number that leads to what it counts, where it counts anything.
    mutating func number(_ number: Int64, to page: String?) {
        linked("td", ["class": "number"], number.grouped, to: number > 0 ? page : nil)
    }
}
