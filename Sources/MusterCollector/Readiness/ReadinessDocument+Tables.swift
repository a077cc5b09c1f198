internal import MusterModel
internal import MusterReport

extension ReadinessDocument {
    private static func columns(
        _ texts: [String], numbers: [String] = [], _ last: [String] = []
    ) -> [(title: String, isNumber: Bool)] {
        texts.map { (title: $0, isNumber: false) } + numbers.map { (title: $0, isNumber: true) }
            + last.map { (title: $0, isNumber: false) }
    }

    /// A row a site.
    func table(_ writer: inout MarkupWriter) {
        guard !sites.isEmpty else { return writer.element("p", "No site is registered.") }
        let columns = Self.columns(
            ["Site", "Region", "Tier", "Standing", "Since", "VOs"],
            numbers: ["Ready", "Unfit", "Not known", "Stale", "Silent", "Nodes", "Expected"],
            ["Cores ready", "Runtime", "Kernel", "Top blocker", "Ticket"])
        writer.table("Sites", columns) { writer in
            for site in sites { row(site, &writer) }
        }
    }

    private func row(_ site: ReadinessReport.Site, _ writer: inout MarkupWriter) {
        writer.start("tr")
        writer.linked("th", ["scope": "row"], site.name, to: page(site.page))
        writer.element("td", site.region ?? "")
        writer.element("td", site.tier.map(String.init) ?? "")
        writer.start("td")
        writer.element("span", ["class": "tag \(site.standing)"], site.standing)
        if site.flapping { writer.element("small", "flapping") }
        if site.standing != Standing.ready.rawValue { writer.element("small", site.reason) }
        writer.end()
        writer.element(
            "td", ["class": "short"], UTCTime(secondsSince1970: site.since).day.description)
        vos(of: site, &writer)
        func nodes(_ filters: [(String, String?)]) -> String? {
            page(Address.nodes(at: site.name, under: report.profile, filters))
        }
        let fresh = ("freshness", "fresh" as String?)
        writer.number(site.ready, to: nodes([("verdict", "fit"), fresh]))
        writer.number(site.unfit, to: nodes([("verdict", "unfit"), fresh]))
        writer.number(site.undetermined, to: nodes([("verdict", "undetermined"), fresh]))
        writer.number(site.stale, to: nodes([("freshness", "stale")]))
        writer.number(site.silent, to: nodes([("freshness", "silent")]))
        writer.number(site.nodes, to: nodes([]))
        writer.element("td", ["class": "number"], site.expected?.grouped ?? "not declared")
        writer.element("td", ["class": "short"], site.coresReady.part(of: site.cores))
        writer.element("td", Self.most(of: site.routes))
        writer.element("td", Self.most(of: site.kernels))
        blocker(of: site, &writer)
        let isAddress = site.ticket?.hasPrefix("https://") ?? false
        writer.linked("td", [:], site.ticket ?? "", to: isAddress ? site.ticket : nil)
        writer.end()
    }

    /// How it stands under the profiles of its VOs.
    private func vos(of site: ReadinessReport.Site, _ writer: inout MarkupWriter) {
        writer.start("td")
        for vo in site.vos {
            let standing = site.standings[vo]
            writer.element(
                "small", ["class": "short \(standing ?? "quiet")"],
                vo + (standing.map { " \($0)" } ?? ""))
        }
        writer.end()
    }

    private static func most(of portions: [ReadinessReport.Portion]) -> String {
        guard let first = portions.first else { return "" }
        let rest = portions.count > 1 ? " and \(portions.count - 1) more" : ""
        return "\(first.name.isEmpty ? "unknown" : first.name) (\(first.nodes.grouped))" + rest
    }

    private func blocker(of site: ReadinessReport.Site, _ writer: inout MarkupWriter) {
        guard let top = site.blockers.first else { return writer.element("td", "") }
        let nodes = Address.nodes(at: site.name, under: report.profile, [("check", top.check)])
        writer.start("td")
        writer.linked(
            "span", ["class": top.outcome],
            "\(top.check) (\(top.outcome), \(top.nodes.grouped) nodes)", to: page(nodes))
        if site.blockers.count > 1 {
            writer.element("small", "and \(site.blockers.count - 1) more")
        }
        writer.end()
    }

    /// What stands in the way, and what mending each would free.
    func obstacles(_ writer: inout MarkupWriter) {
        writer.element("h2", "What stands in the way")
        guard !report.obstacles.isEmpty else { return writer.element("p", "Nothing.") }
        let columns = Self.columns(
            ["Check"],
            numbers: ["Sites", "Nodes", "Cores", "Sites where nothing else is", "Their cores"])
        writer.table("Blockers", columns) { writer in
            for one in report.obstacles {
                writer.start("tr")
                writer.linked("th", ["scope": "row"], one.check, to: page(one.page))
                writer.number(one.sites, to: page(one.page))
                for number in [one.nodes, one.cores, one.sitesFreed, one.coresFreed] {
                    writer.number(number)
                }
                writer.end()
            }
        }
    }

    /// What nodes run.
    func spreads(_ writer: inout MarkupWriter) {
        let parts = [
            ("system", report.systems), ("kernel", report.kernels), ("runtime", report.routes),
        ]
        for (kind, spreads) in parts where !spreads.isEmpty {
            writer.element("h2", "Nodes by \(kind)")
            let columns = Self.columns([kind], numbers: ["sites", "nodes", "cores"])
            writer.table("By \(kind)", columns) { writer in
                for spread in spreads {
                    let who = page(Address.running(spread.name, kind, report.profile))
                    writer.start("tr")
                    writer.linked("th", ["scope": "row"], spread.name, to: who)
                    for number in [spread.sites, spread.nodes, spread.cores] {
                        writer.number(number, to: who)
                    }
                    writer.end()
                }
            }
        }
    }

    /// What changed, what is not heard of, and what is excepted.
    func rest(_ writer: inout MarkupWriter) {
        writer.element("h2", "Changed since \(UTCTime(secondsSince1970: report.since).day)")
        if report.flips.isEmpty { writer.element("p", "Nothing.") }
        if !report.flips.isEmpty {
            writer.table("Changes", Self.columns(["Site", "Before", "Now", "When"])) { writer in
                for flip in report.flips {
                    writer.start("tr")
                    writer.linked(
                        "th", ["scope": "row"], flip.site,
                        to: page(Address.site(flip.site, profile: report.profile)))
                    writer.word(flip.before.isEmpty ? "unknown" : flip.before)
                    writer.word(flip.after)
                    writer.moment(flip.at * 1000)
                    writer.end()
                }
            }
        }
        writer.element("h2", "Not heard of")
        for (title, names) in [
            ("Never seen", report.neverSeen), ("Silent", report.silent),
            ("Not in the registry", report.unregistered.map(\.name)),
        ] {
            writer.start("p")
            writer.words("\(title): ")
            if names.isEmpty { writer.words("none") }
            for name in names {
                writer.linked("span", ["class": "name"], name, to: page(Address.site(name)))
            }
            writer.end()
        }
        writer.element("h2", "Waivers in force")
        guard !report.waivers.isEmpty else { return writer.element("p", "None.") }
        let columns = Self.columns(["Check", "Site", "Until", "Owner", "Reason"])
        writer.table("Waivers", columns) { writer in
            for waiver in report.waivers {
                writer.start("tr")
                let cells = [
                    waiver.check, waiver.site ?? "all", waiver.until, waiver.owner, waiver.reason,
                ]
                for cell in cells { writer.element("td", cell) }
                writer.end()
            }
        }
    }
}
