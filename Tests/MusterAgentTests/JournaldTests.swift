import Foundation
import MusterAgent
import MusterModel
import Testing

/// The writer beside a real systemd-journald, read back with journalctl.
@Suite(.enabled(if: geteuid() == 0, "not root: a private mount namespace needs it"))
struct JournaldTests {
    /// `Tests/Node/journald` on `journal-probe`: what the probe printed, and the
    /// folder with what journalctl printed.
    private func run(_ mode: String, _ example: String) throws -> (printed: String, out: URL) {
        let out = FileManager.default.temporaryDirectory
            .appending(path: "muster-journald-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        let probe = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "journal-probe")
        let printed = Pipe()
        let script = Process()
        script.executableURL = root.appending(path: "Tests/Node/journald")
        script.arguments = [mode, out.path, probe.path, example]
        script.standardOutput = printed
        try script.run()
        let bytes = try printed.fileHandleForReading.readToEnd() ?? Data()
        script.waitUntilExit()
        #expect(script.terminationStatus == 0)
        return (String(decoding: bytes, as: UTF8.self), out)
    }

    private func entries(in out: URL) throws -> [[String: Any]] {
        let lines = try String(contentsOf: out.appending(path: "entries.json"), encoding: .utf8)
        return try lines.split(separator: "\n").map {
            try #require(
                JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func whatIsSentIsReadBack() throws {
        let (printed, out) = try run("with", "troubled")
        defer { try? FileManager.default.removeItem(at: out) }
        #expect(printed == "delivered(6)\n")
        let entries = try entries(in: out)
        let ids = entries.map { $0["MESSAGE_ID"] as? String }
        let wanted: [JournalEvent] = [
            .findingFail, .mountHung, .findingUnknown, .findingWarn, .findingWaived, .auditDone,
        ]
        #expect(ids == wanted.map(\.id))
        #expect(entries.map { $0["PRIORITY"] as? String } == ["3", "3", "4", "4", "5", "3"])
        #expect(
            entries[0]["MUSTER_REMEDY"] as? String
                == "CVMFS_QUOTA_LIMIT=20000 in /etc/cvmfs/default.local, "
                + "then cvmfs_config reload (now 4,000 MiB)")
        let profiles = entries[3]["MUSTER_PROFILE"] as? [String] ?? []
        #expect(Set(profiles) == ["baseline", "atlas"])
        #expect(entries.allSatisfy { $0["SYSLOG_IDENTIFIER"] as? String == "muster" })
        #expect(entries.allSatisfy { $0["_TRANSPORT"] as? String == "journal" })
    }

    @Test func theCatalogPrintsTheRemedy() throws {
        let (_, out) = try run("with", "troubled")
        defer { try? FileManager.default.removeItem(at: out) }
        let explained = try String(
            contentsOf: out.appending(path: "explained.txt"), encoding: .utf8)
        #expect(
            explained.contains("Subject: A mount does not answer: cvmfs.accessible[atlas.cern.ch]"))
        #expect(
            explained.contains("What to change: CVMFS_QUOTA_LIMIT=20000 in /etc/cvmfs/default"))
        #expect(!explained.contains("MUSTER_"))
    }

    @Test func untrustedTextStaysTextAndIsNeverNull() throws {
        let (printed, out) = try run("with", "hostile")
        defer { try? FileManager.default.removeItem(at: out) }
        #expect(printed == "delivered(2)\n")
        for entry in try entries(in: out) {
            for (name, value) in entry {
                #expect(value is String || name == "MUSTER_PROFILE", "\(name) is no text")
                let scalars = (value as? String)?.unicodeScalars ?? "".unicodeScalars
                #expect(!scalars.contains { $0.properties.generalCategory == .control })
            }
        }
    }

    @Test func moreThanTheBoundIsCountedNotSent() throws {
        let (printed, out) = try run("with", "crowded")
        defer { try? FileManager.default.removeItem(at: out) }
        #expect(printed == "delivered(201)\n")
        let entries = try entries(in: out)
        #expect(entries.count == 201)
        #expect(entries.last?["MUSTER_FINDINGS_LEFT_OUT"] as? String == "30")
    }

    @Test(arguments: [
        ("without-journald", "noJournal\n"), ("without-library", "noLibrary\n"),
    ])
    func withoutJournalNothingIsClaimed(mode: String, expected: String) throws {
        let (printed, out) = try run(mode, "troubled")
        defer { try? FileManager.default.removeItem(at: out) }
        #expect(printed == expected)
    }
}
