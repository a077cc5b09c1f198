import AuditExamples
import MusterModel
import Testing

@testable import MusterAgent

/// Code, catalog and reference name the same ids and fields.
struct CatalogTests {
    private func catalog() throws -> [String: String] {
        let text = try text(of: "packaging/catalog/muster.catalog")
        let entries = text.split(separator: "\n-- ").dropFirst().map(String.init)
        return Dictionary(
            entries.map { (String($0.prefix(32)), String($0.dropFirst(32))) },
            uniquingKeysWith: { $0 + $1 })
    }

    @Test func catalogExplainsExactlyTheIdsOfTheCode() throws {
        #expect(Set(try catalog().keys) == Set(JournalEvent.allCases.map(\.id)))
        #expect(Set(JournalEvent.allCases.map(\.id)).count == JournalEvent.allCases.count)
    }

    @Test(arguments: JournalEvent.allCases)
    func idIs128BitsAndTheRemedyIsPrinted(event: JournalEvent) throws {
        #expect(event.id.wholeMatch(of: /[0-9a-f]{32}/) != nil)
        let entry = try #require(try catalog()[event.id])
        #expect(entry.contains("@MUSTER_REMEDY@"))
        #expect(entry.contains("Defined-By: Muster"))
    }

    @Test func everyFieldThatTheCatalogPrintsIsSent() throws {
        let report = AuditExample.troubled.report
        for entry in report.journalEntries {
            let text = try #require(try catalog()[entry.event.id])
            for word in text.matches(of: /@([A-Z_]+)@/).map({ String($0.1) }) {
                #expect(entry[word]?.isEmpty == false, "\(entry.event): \(word)")
            }
        }
    }

    @Test func referenceListsEveryIdAndEveryField() throws {
        let page = try text(of: "docs/reference/journal.md")
        for event in JournalEvent.allCases {
            #expect(page.contains("| \(event.rawValue) | \(event.id) |"))
        }
        let reports = [AuditExample.troubled.report, AuditExample.crowded(1).report]
        let sent = Set(reports.flatMap(\.journalEntries).flatMap(\.fields).map(\.name))
        let listed = Set(page.matches(of: /\n\| ([A-Z0-9_]+) \|/).map { String($0.1) })
        #expect(sent == listed)
    }
}
