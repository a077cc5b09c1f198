internal import MusterModel
internal import MusterReport
internal import MusterStore

/// Sites by profiles: which are ready, which are not.
struct OverviewPage {
    /// What was asked.
    let query: OverviewQuery
    /// The sites of this part, each under the chosen profile.
    let page: Page<StandingRow>
    /// The same sites under every profile, by site and profile.
    let cells: [String: [String: StandingRow]]
    /// How sites stand under each profile.
    let tallies: [StandingTally]
    /// What can be chosen.
    let facets: Facets

    static let limit = 50

    private var profile: String { query.profile ?? "" }

    var bytes: [UInt8] {
        .page("Sites under \(profile)") { writer in
            writer.element("h1", "Which sites are ready for containers")
            if facets.profiles.isEmpty {
                writer.element("p", "No node has reported yet.")
                return
            }
            writer.tabs("Profiles", facets.profiles, profile) { address($0, 0) }
            summary(&writer)
            filter(&writer)
            matrix(&writer)
            writer.pager(query.offset, Self.limit, of: page.total) { address(profile, $0) }
        }
    }

    private func address(_ profile: String, _ offset: Int) -> String {
        "/"
            + Address.query([
                ("profile", profile), ("standing", query.standing), ("search", query.search),
                ("country", query.country), ("region", query.region),
                ("tier", query.tier.map { "\($0)" }), ("vo", query.vo),
                ("order", query.order == .site ? nil : query.order.rawValue),
                ("offset", offset > 0 ? "\(offset)" : nil),
            ])
    }

    private func summary(_ writer: inout MarkupWriter) {
        let rows = tallies.filter { $0.profile == profile }
        func sum(_ part: (StandingTally) -> Int64) -> Int64 { rows.reduce(0) { $0 + part($1) } }
        writer.start("section", ["aria-label": "Summary"])
        writer.bar(
            "Sites under \(profile)",
            Standing.allCases.map { standing in
                BarPart(
                    name: standing.rawValue,
                    amount: rows.first { $0.standing == standing.rawValue }?.sites ?? 0)
            })
        writer.start("ul", ["class": "cards"])
        for (name, text) in [
            ("sites", sum(\.sites).grouped),
            ("ready nodes", "\(sum(\.ready).grouped) of \(sum(\.nodes).grouped)"),
            ("ready cores", "\(sum(\.coresReady).grouped) of \(sum(\.cores).grouped)"),
        ] {
            writer.start("li")
            writer.element("span", ["class": "quiet"], name)
            writer.element("strong", text)
            writer.end()
        }
        writer.end()
        writer.end()
    }

    private func filter(_ writer: inout MarkupWriter) {
        writer.start("form", ["class": "filter", "action": "/", "method": "get"])
        writer.void("input", ["type": "hidden", "name": "profile", "value": profile])
        writer.searchField("site", query.search)
        writer.choice("standing", "standing", Standing.allCases.map(\.rawValue), query.standing)
        writer.choice("country", "country", facets.countries, query.country)
        writer.choice("region", "region", facets.regions, query.region)
        writer.choice("tier", "tier", facets.tiers.map { "\($0)" }, query.tier.map { "\($0)" })
        writer.choice("VO", "vo", facets.vos, query.vo)
        writer.choice(
            "sorted by", "order", OverviewQuery.Order.allCases.map(\.rawValue),
            query.order.rawValue)
        writer.element("button", ["type": "submit"], "Show")
        writer.end()
    }

    private func matrix(_ writer: inout MarkupWriter) {
        if page.elements.isEmpty {
            writer.element("p", "No site is like that.")
            return
        }
        let profiles = [profile] + facets.profiles.filter { $0 != profile }
        let columns =
            [(title: "site", isNumber: false), (title: "nodes", isNumber: true)]
            + profiles.map { (title: $0, isNumber: false) }
        writer.table("Sites and profiles", columns) { writer in
            for row in page.elements {
                let title = row.name + (row.trust == .registered ? "" : " (unregistered)")
                writer.row(title, Address.site(row.name, profile: profile)) { writer in
                    writer.number(row.counts.nodes)
                    for profile in profiles { cell(cells[row.name]?[profile], &writer) }
                }
            }
        }
    }

    private func cell(_ row: StandingRow?, _ writer: inout MarkupWriter) {
        guard let row else {
            writer.element("td", ["class": "quiet"], "not judged")
            return
        }
        writer.start("td")
        writer.element("span", ["class": "tag \(row.standing)"], row.standing)
        writer.element("small", "\(row.counts.ready.grouped) of \(row.counts.known.grouped)")
        writer.end()
    }
}

extension StandingRow.Counts {
    /// Nodes of which something is known now.
    var known: Int64 { ready + unfit }
}

extension [UInt8] {
    /// A page's bytes.
    static func page(
        _ title: String, _ body: (inout MarkupWriter) -> Void
    ) -> [UInt8] {
        MarkupWriter.page(title, body)
    }
}
