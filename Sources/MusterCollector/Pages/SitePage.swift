internal import MusterModel
internal import MusterReport
internal import MusterStore

/// One site: how it stands, why, and what its nodes are.
struct SitePage {
    let name: String
    let profile: String
    let known: RegisteredSite?
    let queues: [QueueSettings.Queue]
    let downtimes: [Downtime]
    let rows: [StandingRow]
    let groups: [SheetGroup]
    let history: [Transition]
    let changes: [(at: Int64, standing: String)]
    let now: Int64

    static let groupsAtMost = 40
    static let historyAtMost = 40
    /// How far back the strip goes, milliseconds.
    static let span: Int64 = 30 * 86_400_000

    var bytes: [UInt8] {
        .page(name) { writer in
            writer.element("h1", name)
            if known == nil {
                writer.element(
                    "p", ["class": "tag unknown"],
                    "No registry names this site: somebody reports under its name.")
            }
            writer.tabs("Profiles", rows.map(\.profile), profile) {
                Address.site(name, profile: $0)
            }
            if let row = rows.first(where: { $0.profile == profile }) { standing(row, &writer) }
            groups(&writer)
            all(&writer)
            registry(&writer)
            writer.history(history, at: name)
        }
    }

    private func standing(_ row: StandingRow, _ writer: inout MarkupWriter) {
        let why = Why(row)
        let counts = row.counts
        writer.start("section", ["aria-label": "Standing"])
        writer.start("h2")
        writer.words("Under \(profile): ")
        writer.element("span", ["class": row.standing], row.standing)
        writer.end()
        writer.element(
            "p",
            (why?.reason ?? "") + ". So since "
                + UTCTime(secondsSince1970: row.since / 1000).short + "."
                + (why?.isFlapping == true ? " It changed \(why?.changes ?? 0) times lately." : ""))
        writer.bar(
            "Nodes",
            [
                BarPart(name: "ready", amount: counts.ready - counts.degraded),
                BarPart(name: "degraded", amount: counts.degraded),
                BarPart(name: "unfit", amount: counts.unfit),
                BarPart(name: "undetermined", amount: counts.undetermined),
                BarPart(name: "stale", amount: counts.stale),
                BarPart(name: "silent", amount: counts.silent),
            ])
        if let missing = why?.missing, missing > 0 {
            let all = counts.expected?.grouped ?? "0"
            writer.element("p", "\(missing.grouped) of \(all) declared nodes never reported.")
        }
        writer.strip(
            "Standing over 30 days", from: now - Self.span, to: now,
            changes.map { (at: $0.at, word: $0.standing) })
        reasons(why?.blockers ?? [], &writer)
        if why?.blockers.isEmpty == false {
            writer.start("p")
            writer.element(
                "a",
                ["href": Address.site(name) + "/ticket" + Address.query([("profile", profile)])],
                "As a ticket for the site")
            writer.end()
        }
        writer.end()
    }

    private func reasons(_ blockers: [Blocker], _ writer: inout MarkupWriter) {
        if blockers.isEmpty { return }
        writer.element("h3", "What is in the way")
        let columns = [
            (title: "check", isNumber: false), (title: "outcome", isNumber: false),
            (title: "nodes", isNumber: true), (title: "cores", isNumber: true),
            (title: "for example", isNumber: false),
        ]
        writer.table("Reasons", columns) { writer in
            for blocker in blockers {
                writer.row(blocker.check, Address.check(blocker.check)) { writer in
                    writer.word(blocker.outcome)
                    writer.start("td", ["class": "number"])
                    writer.element(
                        "a",
                        [
                            "href": Address.nodes(
                                at: name, under: profile, [("check", blocker.check)])
                        ],
                        blocker.nodes.grouped)
                    writer.end()
                    writer.number(blocker.cores)
                    writer.start("td")
                    writer.element(
                        "a", ["href": Address.node(blocker.example, at: name)], blocker.example)
                    writer.end()
                }
            }
        }
    }

    private func groups(_ writer: inout MarkupWriter) {
        if groups.isEmpty { return }
        writer.start("section", ["aria-label": "Nodes"])
        writer.element("h2", "Nodes that are alike")
        let columns = [
            (title: "nodes", isNumber: false), (title: "verdict", isNumber: false),
            (title: "system", isNumber: false), (title: "routes", isNumber: false),
            (title: "open", isNumber: false),
        ]
        writer.table("Groups of nodes", columns) { writer in
            for group in groups {
                let title =
                    group.nodes == 1
                    ? group.example : "these \(group.nodes.grouped) nodes are identical"
                let address =
                    group.nodes == 1
                    ? Address.node(group.example, at: name)
                    : Address.nodes(at: name, under: profile, [("sheet", group.sheet)])
                writer.row(title, address) { writer in
                    writer.word(group.verdict.rawValue)
                    let cores = group.cores.map { "\($0) cores" }
                    writer.element(
                        "td",
                        [group.system, group.kernel, cores].compactMap(\.self)
                            .filter { !$0.isEmpty }.joined(separator: ", "))
                    writer.element("td", group.routes.joined(separator: ", "))
                    writer.open(group.open)
                }
            }
        }
        writer.start("p")
        writer.element("a", ["href": Address.nodes(at: name, under: profile)], "All nodes")
        writer.end()
        writer.end()
    }

    private func all(_ writer: inout MarkupWriter) {
        writer.start("section", ["aria-label": "Profiles"])
        writer.element("h2", "Under every profile")
        let columns = [
            (title: "profile", isNumber: false), (title: "standing", isNumber: false),
            (title: "since", isNumber: false), (title: "ready", isNumber: true),
            (title: "known", isNumber: true), (title: "nodes", isNumber: true),
            (title: "why", isNumber: false),
        ]
        writer.table("Profiles", columns) { writer in
            for row in rows {
                writer.row(row.profile, Address.site(name, profile: row.profile)) { writer in
                    writer.word(row.standing)
                    writer.moment(row.since)
                    writer.number(row.counts.ready)
                    writer.number(row.counts.known)
                    writer.number(row.counts.nodes)
                    writer.element("td", Why(row)?.reason ?? "")
                }
            }
        }
        writer.end()
    }

    private func registry(_ writer: inout MarkupWriter) {
        guard let known else { return }
        writer.start("section", ["aria-label": "Registry"])
        writer.element("h2", "What the registry says")
        func declared(_ count: RegisteredSite.Count?) -> String? {
            count.map { "\($0.count.grouped) (\($0.source), \($0.date))" }
        }
        writer.facts([
            ("tier", known.tier.map { "\($0)" }), ("country", known.country),
            ("region", known.region),
            ("federations", known.federations?.joined(separator: ", ")),
            ("VOs", known.vos?.joined(separator: ", ")),
            ("nodes declared", declared(known.nodes)), ("cores declared", declared(known.cores)),
            (
                "nodes proposed",
                known.nodes == nil
                    ? known.proposedNodes.map { "\($0.grouped), from queues that share them" } : nil
            ),
        ])
        for downtime in downtimes {
            let (from, to) = (
                UTCTime(secondsSince1970: downtime.start), UTCTime(secondsSince1970: downtime.end)
            )
            writer.element(
                "p",
                "Downtime (\(downtime.severity)) from \(from.short) to \(to.short)."
                    + (downtime.words.map { " \($0)" } ?? ""))
        }
        table(of: queues, &writer)
        writer.end()
    }

    private func table(of queues: [QueueSettings.Queue], _ writer: inout MarkupWriter) {
        if queues.isEmpty { return }
        writer.element("h3", "Queues")
        let columns = [
            (title: "queue", isNumber: false), (title: "container type", isNumber: false),
            (title: "container options", isNumber: false),
            (title: "what they should be", isNumber: false),
        ]
        func shown(_ text: String) -> String { text.isEmpty ? "none" : text }
        writer.table("Queues", columns) { writer in
            for queue in queues {
                writer.start("tr")
                writer.element("th", ["scope": "row"], lines: [queue.name])
                writer.element("td", shown(queue.held.containerType))
                writer.element("td", shown(queue.held.containerOptions))
                writer.element(
                    "td", [:], lines: queue.lines.isEmpty ? ["as they are"] : queue.lines)
                writer.end()
            }
        }
    }
}

extension MarkupWriter {
    /// A cell with what is open, each a link to its check.
    mutating func open(_ findings: [OpenFinding]) {
        start("td")
        for finding in findings.prefix(8) {
            element(
                "a", ["href": Address.check(finding.check), "class": finding.outcome], finding.name)
        }
        if findings.count > 8 { words("and \(findings.count - 8) more") }
        if findings.isEmpty { words("nothing") }
        end()
    }

    /// What changed, newest first.
    mutating func history(_ history: [Transition], at site: String) {
        if history.isEmpty { return }
        start("section", ["aria-label": "History"])
        element("h2", "What changed")
        let columns = ["when", "what", "under", "before", "after"].map {
            (title: $0, isNumber: false)
        }
        table("History", columns) { writer in
            for one in history {
                writer.start("tr")
                writer.moment(one.at)
                writer.start("td")
                if let node = one.node {
                    writer.element("a", ["href": Address.node(node, at: site)], node)
                }
                writer.words(one.name.isEmpty ? one.kind.rawValue : one.name)
                writer.end()
                writer.element("td", one.profile)
                writer.element(
                    "td", ["class": one.before], one.before.isEmpty ? "nothing" : one.before)
                writer.element("td", ["class": one.after], one.after.isEmpty ? "over" : one.after)
                writer.end()
            }
        }
        end()
    }
}
