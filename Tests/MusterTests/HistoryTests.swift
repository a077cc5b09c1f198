import Foundation
import LaunchKit
import MusterAgent
import Testing

/// `muster history` over a real journal that the real writer wrote to.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct HistoryTests {
    /// What a command said after `journal-probe troubled` ran as root and, where asked for,
    /// as nobody.
    private func history(_ words: String, forged: Bool = false) throws -> Launch.End {
        let bench = try Workbench()
        let probe = Launch.products.appending(path: "journal-probe").path
        let program = Launch.program("muster")
        var steps = ["\(probe) troubled >/dev/null"]
        if forged {
            steps.append(
                "setpriv --reuid=65534 --regid=65534 --clear-groups \(probe) ready >/dev/null")
        }
        steps += ["journalctl --sync", "\(program) history \(words)"]
        return try Launch.run([
            Launch.package.appending(path: "Tests/Node/journald").path, "with", bench.root,
            "/bin/bash", "-c", steps.joined(separator: " && "),
        ])
    }

    @Test func whatWasWrittenIsToldOldestFirst() throws {
        let end = try history("")
        #expect(end.exit == 0, "\(end)")
        let labels = end.output.split(separator: "\n").map {
            String($0.dropFirst(22).prefix { $0 != " " })
        }
        // The summary is no change.
        #expect(labels == ["fail", "hung", "unknown", "warn", "waived"], "\(end.output)")
    }

    @Test(arguments: [
        ("--summaries", 6), ("--limit 2", 2), ("--check no.such", 0), ("--since 1h", 5),
        ("--until 1h", 0), ("--directory /run/log/journal", 5),
    ])
    func optionsNarrow(_ words: String, _ count: Int) throws {
        let end = try history(words)
        #expect(end.exit == 0, "\(end)")
        #expect(end.output.split(separator: "\n").count == count, "\(end.output)")
    }

    @Test func aCheckOfOneProfileIsFoundAsJSON() throws {
        let end = try history("--check cvmfs.cache --profile atlas --format json")
        let lines = try end.output.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(!lines.isEmpty, "\(end)")
        #expect(lines.allSatisfy { $0["check"] as? String == "cvmfs.cache" })
        #expect(lines.allSatisfy { ($0["profiles"] as? [String] ?? []).contains("atlas") })
    }

    @Test func whatOthersWroteUnderOurIdsIsLeftOut() throws {
        let end = try history("--summaries", forged: true)
        #expect(end.output.split(separator: "\n").filter { $0.contains("  audit ") }.count == 1)
        #expect(end.errors.contains("came from other accounts and are left out"), "\(end)")
    }

    @Test func whoMayNotReadTheJournalIsTold() throws {
        let end = try Launch.run(Workbench.asNobody + [Launch.program("muster"), "history"])
        #expect(end.exit == 66)
        #expect(end.errors.contains("group systemd-journal or adm"), "\(end)")
    }
}

/// What the words of `--since` mean.
@Suite struct HistoryWordsTests {
    @Test(arguments: [
        "", "tomorrow", "2026-13-01", "2026-11-27T", "5", "5 h", "-3h", "99999999999d", "3hh",
    ])
    func otherWordsAreRefused(_ words: String) throws {
        let end = try Launch.muster("history", "--since", words)
        #expect(end.exit == 64, "\(end)")
    }

    @Test func momentsInTheWrongOrderAreRefused() throws {
        let end = try Launch.muster("history", "--since", "1h", "--until", "2h")
        #expect(end.exit == 64)
        #expect(end.errors.contains("needed a moment before that of --until"))
    }
}
