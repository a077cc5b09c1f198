internal import MusterModel
internal import MusterReport
internal import MusterStore

/// The nodes of a site, in parts.
struct NodesPage {
    let query: NodesQuery
    let page: Page<NodeRow>

    static let limit = 100

    var bytes: [UInt8] {
        .page("Nodes of \(query.site)") { writer in
            writer.start("h1")
            writer.words("Nodes of ")
            writer.element(
                "a", ["href": Address.site(query.site, profile: query.profile)], query.site)
            writer.words(" under \(query.profile)")
            writer.end()
            filter(&writer)
            rows(&writer)
            writer.pager(query.offset, Self.limit, of: page.total) { offset in
                Address.nodes(
                    at: query.site, under: query.profile,
                    [
                        ("verdict", query.verdict), ("freshness", query.freshness),
                        ("check", query.check), ("sheet", query.sheet), ("search", query.search),
                        ("offset", offset > 0 ? "\(offset)" : nil),
                    ])
            }
        }
    }

    private func filter(_ writer: inout MarkupWriter) {
        writer.start(
            "form",
            [
                "class": "filter", "action": "/sites/\(Address.part(query.site))/nodes",
                "method": "get",
            ])
        writer.void("input", ["type": "hidden", "name": "profile", "value": query.profile])
        for (name, value) in [("check", query.check), ("sheet", query.sheet)] {
            if let value {
                writer.void("input", ["type": "hidden", "name": name, "value": value])
            }
        }
        writer.searchField("node", query.search)
        writer.choice("verdict", "verdict", NodesQuery.verdicts, query.verdict)
        writer.choice("report", "freshness", Freshness.allCases.map(\.rawValue), query.freshness)
        writer.element("button", ["type": "submit"], "Show")
        writer.end()
        if let check = query.check { writer.element("p", "Where \(check) is open.") }
        if query.sheet != nil {
            writer.element("p", "These nodes are identical in every stable fact.")
        }
    }

    private func rows(_ writer: inout MarkupWriter) {
        if page.elements.isEmpty {
            writer.element("p", "No node is like that.")
            return
        }
        let columns = ["node", "verdict", "since", "report", "received", "open"].map {
            (title: $0, isNumber: false)
        }
        writer.table("Nodes", columns) { writer in
            for row in page.elements {
                let title = row.name + (row.isCloned ? " (two machines)" : "")
                writer.row(title, Address.node(row.name, at: query.site)) { writer in
                    writer.word(row.verdict.rawValue)
                    writer.moment(row.since)
                    writer.word(row.freshness)
                    writer.moment(row.received)
                    writer.open(row.open)
                }
            }
        }
    }
}
