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

    @Test func stepsAreNumberedInTheirOrder() {
        let numbers = SQLiteMigrations.steps.map { String($0.name.prefix(3)) }
        #expect(numbers == numbers.indices.map { String("00\($0 + 1)".suffix(3)) })
    }
}
