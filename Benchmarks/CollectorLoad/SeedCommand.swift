import ArgumentParser
import Foundation
import MusterCollector
import MusterModel
import MusterStore

/// Fills a store with sites and nodes, judged and folded.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "seed")

    @Option var store: String
    @Option var sites = 12
    @Option var nodes = 40
    @Flag(help: "Sites of all sizes that a registry names; --nodes is their average.")
    var world = false
    @Option(help: "How many days of changes lie behind them.") var days: Int64 = 0
    @Flag(help: "Keep what they report, and judge nobody.") var unjudged = false
    @Argument(help: "What muster check --format json told of machines.") var templates: [String]

    func run() async throws {
        let fleet = Fleet(try templates.map(Template.init))
        let opened = try SQLiteStore(at: store)
        let clock = Moments()
        let bench = try Bench(of: Bench.Places(), version: "load")
        let grid = world ? World(sites: sites, nodes: nodes) : nil
        if let grid {
            let (began, day) = (clock.now, 86_400_000 as Int64)
            try await opened.enact(bench.policy(under: .usual), at: began - (days + 2) * day)
            try await grid.register(in: opened, at: began - (days + 1) * day)
            try await grid.live(
                through: days, before: began, under: bench.profiles.map(\.id), in: opened)
            print("\(days) days kept in \(clock.now - began) ms")
        }
        let start = clock.now
        try await fill(opened, fleet, clock, grid)
        if unjudged {
            print("\(sites) sites, \(count(grid)) nodes: kept in \(clock.now - start) ms")
            try opened.close()
            return
        }
        let assessor = Assessor(opened, bench: bench, now: { clock.now })
        await assessor.settle()
        let judged = clock.now
        let keeper = RegistryKeeper(opened)
        let rollup = Rollup(
            opened, profiles: bench.profiles.map(\.id),
            sites: { moment throws(StoreError) in try await keeper.standing(at: moment) },
            now: { clock.now })
        await rollup.age()
        print(
            "\(sites) sites, \(count(grid)) nodes: kept and judged in \(judged - start) ms, "
                + "folded in \(clock.now - judged) ms")
        try opened.close()
    }

    private func count(_ grid: World?) -> Int {
        (0..<sites).reduce(0) { $0 + (grid?.nodes(at: $1) ?? nodes) }
    }

    private func fill(
        _ store: SQLiteStore, _ fleet: Fleet, _ clock: Moments, _ grid: World?
    ) async throws {
        let inlet = Inlet(to: store)
        let ingest = Ingest(into: inlet, by: GaugeFrames(store), now: { clock.now })
        let (sites, nodes) = (sites, nodes)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await inlet.run() }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for site in 0..<sites {
                    if site >= 8 { try await tasks.next() }
                    tasks.addTask {
                        var delivery = Delivery()
                        var sent: Set<Digest> = []
                        for node in 0..<(grid?.nodes(at: site) ?? nodes) {
                            let envelope = try Self.envelope(
                                fleet, node, site, clock.now / 1000, &sent)
                            if delivery.add(envelope) { continue }
                            try await Self.send(delivery, ingest, site)
                            delivery = Delivery()
                            guard delivery.add(envelope) else { throw LoadError("too large") }
                        }
                        try await Self.send(delivery, ingest, site)
                    }
                }
                try await tasks.waitForAll()
            }
            group.cancelAll()
        }
    }

    private static func envelope(
        _ fleet: Fleet, _ node: Int, _ site: Int, _ time: Int64,
        _ sent: inout Set<Digest>
    ) throws -> Envelope {
        let kind = fleet.kind(of: node, at: site)
        let body = kind.template.body(
            site: Fleet.site(site), node: Fleet.node(node, at: site),
            incarnation: Fleet.incarnation(node, at: site), sequence: 1, time: time,
            sections: kind.sections)
        let sections = kind.sections.values.filter { sent.insert($0.digest).inserted }
        let isNew = sent.insert(kind.template.frame.digest).inserted
        return try Envelope(
            body: body, sections: kind.template.carried(sections, frame: isNew))
    }

    private static func send(_ delivery: Delivery, _ ingest: Ingest, _ site: Int) async throws {
        if delivery.envelopes.isEmpty { return }
        let answer = try await ingest.take(delivery.bytes) { envelope in
            .success(NodeName(site: Fleet.site(site), node: envelope.id.node))
        }
        for (key, receipt) in answer.receipts where receipt != .stored {
            throw LoadError("\(key): \(receipt), needed stored")
        }
    }
}

/// The machine's clock.
struct Moments: Sendable {
    /// Milliseconds since 1970.
    var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
