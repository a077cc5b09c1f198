import ArgumentParser
import MusterCollector
import MusterModel
import MusterReport
import MusterStore

/// One site, as far as a terminal needs it.
struct SitesShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a site: what the registry says, how it stands, and why.")

    @OptionGroup var store: StoreOption

    @Argument(help: "The site.")
    var site: String

    private static let reasonsShown = 5

    func run() async throws {
        try await store.opened { store in
            let keeper = RegistryKeeper(store)
            let now = Clock.now()
            let known = try await keeper.site(site, now)
            let rows = try await store.standings(of: site)
            guard known != nil || !rows.isEmpty else {
                Person.tell("\(site.printable): no such site, needed one of muster-collector sites")
                throw ExitCode(1)
            }
            print(site.printable + (known == nil ? "  (unregistered)" : ""))
            if let known { for line in Self.facts(known) { print("  " + line) } }
            for downtime in try await keeper.downtimes(of: site, now) {
                print("  \(downtime.inWords)")
            }
            for row in rows { for line in Self.lines(row) { print(line) } }
        }
    }

    private static func facts(_ site: RegisteredSite) -> [String] {
        var lines: [String] = []
        func add(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { lines.append("\(name): \(text.printable)") }
        }
        add("tier", site.tier.map { "\($0)" })
        add("country", site.country)
        add("region", site.region)
        add("federations", site.federations?.joined(separator: ", "))
        add("VOs", site.vos?.joined(separator: ", "))
        add("nodes declared", site.nodes.map { "\($0.count) (\($0.source), \($0.date))" })
        add("cores declared", site.cores.map { "\($0.count) (\($0.source), \($0.date))" })
        add("nodes proposed", site.nodes == nil ? site.proposedNodes.map { "\($0)" } : nil)
        for queue in site.queues ?? [] {
            let parts = [queue.containerType, queue.containerOptions].compactMap(\.self)
            add(
                "queue \(queue.name)",
                parts.isEmpty ? "no container settings" : parts.joined(separator: " "))
        }
        return lines
    }

    private static func lines(_ row: StandingRow) -> [String] {
        let why = Why(row)
        let since = UTCTime(secondsSince1970: row.since / 1000)
        var lines = [
            "\(row.profile): \(row.standing) since \(since)"
                + (why?.isFlapping == true ? ", flapping" : ""),
            "  " + (why?.reason ?? ""),
        ]
        for blocker in (why?.blockers ?? []).prefix(reasonsShown) {
            lines.append(
                "  \(blocker.check): \(blocker.outcome) on \(blocker.nodes) nodes, for example "
                    + blocker.example.printable)
        }
        return lines
    }
}

extension Downtime {
    /// `downtime OUTAGE 2026-11-27T08:00:00Z to …: why`.
    var inWords: String {
        let (from, to) = (UTCTime(secondsSince1970: start), UTCTime(secondsSince1970: end))
        return "downtime \(severity) \(from) to \(to)" + (words.map { ": \($0.printable)" } ?? "")
    }
}
