import AuditExamples
import Foundation
import MusterModel
import Testing

@testable import MusterStore

/// Files that older programs have made.
@Suite struct MigrationTests {
    @Test(arguments: SQLiteMigrations.steps.map(\.name))
    func aFileOfAnyVersionIsBroughtUp(_ version: String) async throws {
        let scratch = try ScratchStore()
        let path = scratch.folder + "/old.sqlite"
        let old = try SQLiteStore(at: path, isOwned: false, through: version)
        try await old.write("test") { database in
            try database.run(
                "INSERT INTO site (name, trust, first_seen_milliseconds) VALUES ($1, $2, $3)",
                [Arrivals.site, "unregistered", 5])
            try database.run(
                "INSERT INTO node (site_id, node_id, name, first_seen_milliseconds)"
                    + " VALUES ($1, $2, $3, $4)", [1, 1, "wn1", 5])
        }
        try old.close()
        let new = try SQLiteStore(at: path, isOwned: true)
        #expect(try await new.sites().map(\.name) == [Arrivals.site])
        #expect(try await new.keep([Arrivals.arrival(1, received: 9)]) == [.stored])
        #expect(try await new.node("wn1", at: Arrivals.site)?.firstSeen == 5)
        #expect(try await new.objections().isEmpty)
        try new.close()
    }

    /// Whole facts in a state become a frame and values; what never read is lost, and not none.
    @Test(arguments: SQLiteMigrations.steps.map(\.name).filter { $0 < "009" })
    func gaugesOfAnOldStateAreReadAsBefore(_ version: String) async throws {
        let scratch = try ScratchStore()
        let path = scratch.folder + "/old.sqlite"
        let old = try SQLiteStore(at: path, isOwned: false, through: version)
        let facts = [
            fact("disk.scratch.free", of: "/a", .bytes(Bytes(5))),
            fact("disk.scratch.free", of: "/b", missing: .hung, "no answer"),
        ]
        let kept = [JSONValue.array(facts.map(\.json)).canonicalBytes, Array("[{}]".utf8)]
        let digest = Digest(of: []).text
        try await old.write("test") { database in
            try database.run(
                "INSERT INTO site (name, trust, first_seen_milliseconds) VALUES ($1, $2, $3)",
                [Arrivals.site, "unregistered", 5])
            for (node, gauges) in kept.enumerated() {
                try database.run(
                    "INSERT INTO node (site_id, node_id, name, first_seen_milliseconds)"
                        + " VALUES ($1, $2, $3, $4)", [1, node + 1, "wn\(node + 1)", 5])
                try database.run(
                    ReportStatements.addIncarnation, [1, node + 1, Arrivals.first, 1, 7])
                try database.run(
                    "INSERT INTO node_state (site_id, node_id, ordinal, sequence,"
                        + " received_milliseconds, made_seconds, sheet, claims, gauges, about)"
                        + " VALUES ($1, $2, 1, 1, 7, 7, $3, $3, $4, $5)",
                    [1, node + 1, digest, Data(gauges), Data("{}".utf8)])
            }
        }
        try old.close()
        let new = try SQLiteStore(at: path, isOwned: true)
        let states = try await new.states(at: 1, after: 0, atMost: 10)
        #expect(states.map(\.node) == ["wn1", "wn2"])
        let frames = try await new.content(Set(states.map(\.gauges.frame)), at: Arrivals.site)
        let frame = try #require(
            frames[states[0].gauges.frame].flatMap(GaugeFrame.init(reading:)))
        #expect(try frame.whole.facts(in: states[0].gauges.bytes).get() == facts)
        #expect(frames[states[1].gauges.frame] == nil)
        // Kept as old as its state is.
        #expect(try await new.forget(reports: 0, transitions: 0, contents: 99).contents == 0)
        #expect(try await new.objections().isEmpty)
        try new.close()
    }

    @Test func stepsAreNumberedInTheirOrder() {
        let numbers = SQLiteMigrations.steps.map { String($0.name.prefix(3)) }
        #expect(numbers == numbers.indices.map { String("00\($0 + 1)".suffix(3)) })
    }
}
