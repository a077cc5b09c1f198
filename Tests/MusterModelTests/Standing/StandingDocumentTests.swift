import Foundation
import MusterModel
import Testing

/// docs/explanation/how-a-standing-is-computed.md, line by line.
@Suite struct StandingDocumentTests {
    private struct Line: CustomTestStringConvertible {
        let cells: [String]

        var testDescription: String { cells.joined(separator: " | ") }
        func number(_ index: Int) -> Int64? { Int64(cells[index]) }
    }

    private static let lines: [Line] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/explanation/how-a-standing-is-computed.md")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { line in
                Line(
                    cells: line.dropFirst().dropLast().split(
                        separator: "|", omittingEmptySubsequences: false
                    ).map { $0.trimmingCharacters(in: .whitespaces) })
            }
            .filter { $0.cells.count == 7 && Int64($0.cells[0]) != nil }
    }()

    @Test func thereAreExamplesOfEveryStanding() {
        #expect(Self.lines.count >= 15)
        #expect(Set(Self.lines.map { $0.cells[6] }) == Set(Standing.allCases.map(\.rawValue)))
    }

    @Test(arguments: lines)
    private func theExampleIsTrue(_ line: Line) throws {
        var site = SiteStanding.Site()
        site.expected = line.number(3)
        site.tier = line.number(4).map(Int.init)
        site.isInDowntime = line.cells[5] == "yes"
        let groups = try [
            SiteStanding.Group(.ready, .fresh, nodes: #require(line.number(0))),
            SiteStanding.Group(.unfit, .fresh, nodes: #require(line.number(1))),
            SiteStanding.Group(.undetermined, .fresh, nodes: #require(line.number(2))),
        ]
        let folded = SiteStanding(of: groups, at: site, by: .usual)
        #expect(folded.standing.rawValue == line.cells[6], "\(folded.reason)")
    }
}
