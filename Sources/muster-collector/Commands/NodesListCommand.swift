import ArgumentParser
import MusterCollector
import MusterModel
import MusterReport
import MusterStore

/// The nodes of a site under a profile.
struct NodesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the nodes of a site under a profile.")

    @OptionGroup var store: StoreOption

    @Argument(help: "The site.")
    var site: String

    @Option(help: ArgumentHelp("The profile to judge by.", valueName: "id"))
    var profile = "baseline"

    @Option(help: ArgumentHelp("Only those with this verdict.", valueName: "word"))
    var verdict: String?

    @Option(help: ArgumentHelp("Only those on which this check is open.", valueName: "id"))
    var check: String?

    @Flag(help: "As JSON, an object a line.")
    var json = false

    private static let page = 1000

    func run() async throws {
        try await store.opened { store in
            var query = NodesQuery(site: site, profile: profile)
            (query.verdict, query.check, query.limit) = (verdict, check, Self.page)
            var rows: [NodeRow] = []
            while true {
                let page = try await store.nodes(query)
                rows += page.elements
                query.offset += Self.page
                if rows.count >= page.total || page.elements.isEmpty { break }
            }
            if json {
                for row in rows { print(row.json.canonicalText) }
                return
            }
            let cells = rows.map { row in
                [
                    row.name.printable + (row.isCloned ? " (two machines)" : ""),
                    row.verdict.rawValue, row.freshness,
                    UTCTime(secondsSince1970: row.received / 1000).description,
                    row.open.map(\.name).joined(separator: " ").printable,
                ]
            }
            let head = ["node", "verdict", "report", "received", "open"]
            for line in TextTable.lines(head, cells) { print(line) }
        }
    }
}

/// One node under every profile.
struct NodesShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a node: its verdicts and what is open, with remedies."
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var place: NodesCommand.Place

    func run() async throws {
        try await store.opened { store in
            guard let card = try await store.node(place.node, at: place.site) else {
                Person.tell(
                    "\(place.node.printable): no such node at \(place.site.printable)")
                throw ExitCode(1)
            }
            let seen = card.state.map { UTCTime(secondsSince1970: $0.received / 1000).description }
            print("\(place.node.printable)  \(card.freshness), last report \(seen ?? "never")")
            if let retired = card.retired {
                print("  retired since \(UTCTime(secondsSince1970: retired / 1000))")
            }
            if card.state?.isCloned == true { print("  two machines report under its name") }
            for row in try await store.verdicts(of: place.node, at: place.site) {
                let claim = row.claimed.map { $0 == row.verdict ? "" : ", it says \($0.rawValue)" }
                print("\(row.profile): \(row.verdict.rawValue)\(claim ?? "")")
                for finding in row.findings {
                    print("  \(finding.outcome) \(finding.name): \(finding.sentence)".printable)
                    if let remedy = finding.remedy { print("    \(remedy.printable)") }
                }
            }
        }
    }
}
