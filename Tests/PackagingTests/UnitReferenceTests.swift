import Foundation
import LaunchKit
import Testing

/// docs/reference/units.md tells every directive that a unit uses.
@Suite struct UnitReferenceTests {
    /// A row of the tables: `| `Name=` | version | what … | instead on 239 |`.
    struct Row {
        let name: String
        let cells: [String]

        /// The first version of systemd; nil for what is older than its man pages' count.
        var version: Int? { Int(cells[0]) }
    }

    /// Before this one, systemd's man pages name no version.
    static let firstCounted = 183
    /// The oldest systemd that we serve: Enterprise Linux 8's.
    static let oldest = 239

    /// The rows of a document whose first cell is a directive.
    static func rows(in text: String) -> [Row] {
        text.split(separator: "\n").compactMap { line in
            guard let name = line.firstMatch(of: /^\| `([A-Za-z]+)=` \|/) else { return nil }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            return Row(name: String(name.output.1), cells: Array(cells.dropFirst(2).dropLast()))
        }
    }

    private let rows: [Row]

    init() throws {
        let path = Launch.package.appending(path: "docs/reference/units.md")
        rows = Self.rows(in: try String(contentsOf: path, encoding: .utf8))
    }

    private static let used = Set(
        (UnitFile.all + UnitFile.examples).flatMap(\.directives).map(\.name))

    @Test func everyDirectiveHasARowAndOnlyOne() {
        let names = rows.map(\.name)
        #expect(Self.used.subtracting(names) == [])
        #expect(names.count == Set(names).count)
    }

    @Test func everyRowHasAVersionAndAnEffect() {
        #expect(rows.count > 60)
        for row in rows {
            #expect(row.cells.count == 3, "\(row.name): \(row.cells)")
            let version = row.version
            #expect(version.map { $0 >= Self.firstCounted } ?? (row.cells[0] == "early"), "\(row)")
            #expect(row.cells[1].count > 3, "\(row.name)")
        }
    }

    /// What Enterprise Linux 8 does not know has something in its place, or a word why not.
    @Test func whatIsNewerThanTheOldestIsReplaced() {
        let newer = rows.filter { ($0.version ?? 0) > Self.oldest }
        #expect(newer.count > 5)
        for row in newer { #expect(row.cells[2].count > 3, "\(row.name)") }
    }

    /// What is deliberately not used has a row, too, so that nobody adds it in good faith.
    @Test func whatIsLeftOutHasARow() {
        let names = Set(rows.map(\.name))
        for name in ["ProtectProc", "ProcSubset", "PrivateUsers", "PrivateNetwork", "PrivateIPC"] {
            #expect(names.contains(name) && !Self.used.contains(name), "\(name)")
        }
    }

    @Test(arguments: [
        ("| `User=` | early | an account | – |", "User"), ("| User | early | a | b |", nil),
        ("`User=` is", nil), ("| `a b=` | 1 | 2 | 3 |", nil), ("", nil),
    ])
    func rowsAreReadAsTheyStand(line: String, name: String?) {
        #expect(Self.rows(in: line).first?.name == name)
    }
}
