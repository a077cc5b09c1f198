internal import HTTPTypes
internal import Hummingbird
internal import MusterModel
internal import MusterReport
internal import MusterStore

/// `/metrics`: how sites stand, for Prometheus (text format 0.0.4).
struct MetricRoutes: Sendable {
    private let gate: Gate
    private let store: any ReadingStore
    private let senders: Senders

    init(_ gate: Gate, _ store: any ReadingStore, _ senders: Senders) {
        (self.gate, self.store, self.senders) = (gate, store, senders)
    }

    /// More series than this are no longer a page.
    private static let rowsAtMost = 20_000
    private static let checksAtMost = 2_000

    func add(to router: Router<CollectorContext>) {
        router.get("metrics") { request, context in
            let scope = try await gate.scope(of: request, context)
            var query = OverviewQuery()
            query.limit = Self.rowsAtMost
            let rows = try await store.overview(query, within: scope).elements
            // How sending goes, and to whom, is the affair of those who may read all.
            let course = scope == .all ? await senders.metrics : ""
            let open = try await store.openChecks(
                under: nil, within: scope, atMost: Self.checksAtMost)
            return Response(
                bytes: Array((Self.text(of: rows) + Self.text(of: open) + course).utf8),
                type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    static func text(of checks: [OpenCheck]) -> String {
        var sites = MetricFamily(
            "muster_open_check_sites", "Sites where a required check is open on fresh nodes.")
        var nodes = MetricFamily(
            "muster_open_check_nodes", "Fresh nodes on which a required check is open.")
        var cores = MetricFamily("muster_open_check_cores", "Cores of these nodes.")
        for check in checks {
            sites.add("\(check.sites)", ["profile": check.profile, "check": check.check])
            nodes.add("\(check.nodes)", ["profile": check.profile, "check": check.check])
            cores.add("\(check.cores)", ["profile": check.profile, "check": check.check])
        }
        return [sites, nodes, cores].map(\.text).joined()
    }

    static func text(of webhooks: [(name: String, state: Messenger.State)]) -> String {
        guard !webhooks.isEmpty else { return "" }
        var messages = MetricFamily(
            "muster_collector_webhook_messages_total",
            "Messages of a webhook since the start: taken, dropped as too old, and attempts "
                + "that failed.", kind: .counter)
        var last = MetricFamily(
            "muster_collector_webhook_taken_timestamp_seconds",
            "When a webhook took a message last; 0 for never since the start.")
        for (name, state) in webhooks {
            for (result, count) in [
                ("taken", state.taken), ("failed", state.failed), ("dropped", state.dropped),
            ] {
                messages.add("\(count)", ["webhook": name, "result": result])
            }
            last.add("\((state.takenLast ?? 0) / 1000)", ["webhook": name])
        }
        return [messages, last].map(\.text).joined()
    }

    static func text(of rows: [StandingRow]) -> String {
        var standings = MetricFamily(
            "muster_site_standing", "1 for how a site stands under a profile, 0 for how not.")
        var nodes = MetricFamily(
            "muster_site_nodes", "Nodes of a site under a profile, by what they are.")
        var cores = MetricFamily(
            "muster_site_cores", "Cores of a site under a profile: of ready nodes, or of all.")
        for row in rows {
            let (site, profile) = (row.name, row.profile)
            for standing in Standing.allCases {
                standings.add(
                    standing.rawValue == row.standing ? "1" : "0",
                    ["site": site, "profile": profile, "standing": standing.rawValue])
            }
            let counts = row.counts
            for (state, count) in [
                ("ready", counts.ready - counts.degraded), ("degraded", counts.degraded),
                ("unfit", counts.unfit), ("undetermined", counts.undetermined),
                ("stale", counts.stale), ("silent", counts.silent),
            ] {
                nodes.add("\(count)", ["site": site, "profile": profile, "state": state])
            }
            for (state, count) in [("ready", counts.coresReady), ("all", counts.cores)] {
                cores.add("\(count)", ["site": site, "profile": profile, "state": state])
            }
        }
        return [standings, nodes, cores].map(\.text).joined()
    }
}
