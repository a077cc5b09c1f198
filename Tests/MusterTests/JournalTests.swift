import Foundation
import LaunchKit
import Testing

/// `muster check` beside a real systemd-journald, read back with journalctl.
@Suite struct JournalTests {
    private func entries(_ mode: String) throws -> (end: Launch.End, entries: [[String: Any]]) {
        let bench = try Workbench()
        let script = Launch.package.appending(path: "Tests/Node/journald").path
        let end = try Launch.run([
            script, mode, bench.root, Launch.program("muster"), "check", "--only", "binds",
            "--binds", "/no/such/folder",
        ])
        let path = bench.root + "/entries.json"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let all = try text.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
        return (end, all.filter { $0["SYSLOG_IDENTIFIER"] as? String == "muster" })
    }

    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func findingsAndSummaryAreReadBack() throws {
        let (end, entries) = try entries("with")
        #expect(end.exit == 2, "\(end)")
        let found = entries.first { $0["MUSTER_SUBJECT"] as? String == "/no/such/folder" }
        #expect(found?["MUSTER_CHECK"] as? String == "binds.required")
        #expect(found?["PRIORITY"] as? String == "3")
        let remedy = found?["MUSTER_REMEDY"] as? String ?? ""
        #expect(remedy.contains("/no/such/folder"))
        let summary = try #require(entries.last)
        #expect(summary["MUSTER_VERDICT"] as? String == "unfit")
        #expect((summary["MUSTER_SHEET_SHA256"] as? String)?.count == 64)
    }

    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func missingJournaldIsSaidAndChangesNoVerdict() throws {
        let (end, _) = try entries("without-journald")
        #expect(end.exit == 2)
        #expect(end.output.contains("not in the journal: no journald listens here"))
    }
}
