import AuditExamples
import Foundation
import MusterModel
import Testing

@testable import MusterAgent

/// What is told about drains: the notice for all to read, root's errands, the journal.
struct DrainNoticeTests {
    private static let drained = DrainNotice(
        DrainTests.Story.drained.drain, looked: 1000, until: 9000)

    private static var released: DrainNotice {
        var story = DrainTests.Story.drained
        _ = story.look(.ready) + story.look(.ready)
        return DrainNotice(story.drain, looked: 1000, until: 9000)
    }

    private static let shown = """
        muster-drain/1
        looked=1000
        until=9000
        state=drain
        reason=muster: atlas unfit: cvmfs.cache
        drain=atlas

        """

    @Test func itIsAWordALine() {
        #expect(String(decoding: Self.drained.bytes, as: UTF8.self) == Self.shown)
        #expect(DrainNotice(Self.drained.bytes) == Self.drained)
        #expect(DrainNotice(Self.released.bytes) == Self.released)
        #expect(Self.released.state == .released && Self.released.kept == ["atlas"])
    }

    @Test func whatIsCutOffOrAnotherFormIsNone() {
        for count in 0..<Self.drained.bytes.count {
            #expect(DrainNotice(Array(Self.drained.bytes.prefix(count))) == nil)
        }
        for (good, bad) in [
            ("drain/1", "drain/2"), ("state=drain", "state=resume"), ("looked=1000", "looked=x"),
            ("until=9000", "until=900"), ("drain=atlas\n", ""), ("reason", "cause"),
            ("looked", "seen"), ("state=drain", "state=released"),
        ] {
            #expect(DrainNotice(Array(Self.shown.replacing(good, with: bad).utf8)) == nil, "\(bad)")
        }
        let long = Self.shown + String(repeating: "keep=x\n", count: 10_000)
        #expect(DrainNotice(Array(long.utf8)) == nil)
    }

    @Test func rootActsOnceAndEndsOnlyWhatItBegan() {
        func errand(
            _ notice: DrainNotice?, record: [String]? = nil, pinned: [String] = ["atlas"],
            now: Int64 = 1100
        ) -> DrainErrand {
            DrainErrand(notice, pinned: pinned, record: record, now: now)
        }
        func isNothing(_ errand: DrainErrand) -> Bool {
            if case .nothing = errand { true } else { false }
        }
        #expect(errand(Self.drained) == .drain(["atlas"]))
        #expect(isNothing(errand(Self.drained, record: ["atlas"])))
        #expect(errand(Self.released, record: ["atlas"]) == .release(["atlas"]))
        #expect(isNothing(errand(Self.released)), "root has drained nothing")
        #expect(isNothing(errand(Self.drained, pinned: ["cms"])), "not pinned")
        #expect(isNothing(errand(nil)) && isNothing(errand(nil, record: ["atlas"])))
        for now in [9001, 600, Int64.max] {
            #expect(isNothing(errand(Self.drained, now: now)))
            #expect(isNothing(errand(Self.released, record: ["atlas"], now: now)))
        }
        let keep = DrainNotice(Drain(), looked: 1000, until: 9000)
        #expect(isNothing(errand(keep, record: ["atlas"])), "keep ends nothing")
    }

    @Test func theBoardIsForAllToReadAndWholeAtAnyTime() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "board-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        var board = DrainBoard(folder.path)
        try board.show(Self.drained.bytes)
        let file = folder.appending(path: "state").path
        for (path, mode) in [(folder.path, 0o755), (file, 0o644)] {
            let found = try FileManager.default.attributesOfItem(atPath: path)
            #expect(found[.posixPermissions] as? Int == mode)
        }
        #expect(DrainNotice(in: folder.path) == Self.drained)
        try board.show(Self.released.bytes)
        #expect(DrainNotice(in: folder.path) == Self.released)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["state"])
        try board.show([])
        try board.show([])
        #expect(DrainNotice(in: folder.path) == nil)
    }

    /// Root reads what another account wrote.
    @Test func noticesAreFilesAndNothingElse() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "board-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "state").path
        #expect(DrainNotice(in: folder.path) == nil)
        let aside = folder.appending(path: "aside").path
        try Data(Self.drained.bytes).write(to: URL(filePath: aside))
        #expect(symlink(aside, file) == 0)
        #expect(DrainNotice(in: folder.path) == nil, "a link")
        #expect(unlink(file) == 0 && mkfifo(file, 0o600) == 0)
        #expect(DrainNotice(in: folder.path) == nil, "a pipe, without waiting")
    }

    @Test func rootRemembersInAFolderOfItsOwn() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let record = try DrainRecord(in: folder.path)
        #expect(try record.profiles() == nil)
        try record.drained(for: ["atlas", "cms"])
        #expect(try DrainRecord(in: folder.path).profiles() == ["atlas", "cms"])
        try record.released()
        #expect(try record.profiles() == nil)
    }

    @Test(arguments: [
        (
            DrainChange.drained(profile: "atlas", reason: "muster: atlas unfit"), "node-drained",
            "drain for atlas: muster: atlas unfit"
        ),
        (
            .released(profile: "atlas", reason: "muster: x", others: ["cms"]), "node-released",
            "drain for atlas is over, was: muster: x; drained still for cms"
        ),
        (.refused(profile: "atlas", why: "no"), "drain-refused", "no drain by atlas: no"),
        (.refused(profile: nil, why: "no"), "drain-refused", "no drain: no"),
    ])
    func theJournalIsToldFirst(change: DrainChange, event: String, message: String) throws {
        let report = AuditExample.troubled.report
        var known = Memory()
        known.take(Sighting(.full, report))
        let told = MusterAgent.Comparison(
            report, look: .full, before: nil, known: known, drains: [change])
        let entry = try #require(told.entries.first)
        #expect(entry.event.rawValue == event && entry["MESSAGE"] == message)
        #expect(told.entries.count <= MusterAgent.Comparison.entriesAtMost)
        let catalog = try text(of: "packaging/catalog/muster.catalog")
        let words = try #require(catalog.components(separatedBy: "-- \(entry.event.id)").last)
            .components(separatedBy: "\n-- ")[0]
        for word in words.matches(of: /@([A-Z_]+)@/).map({ String($0.1) }) {
            #expect(entry[word]?.isEmpty == false, "\(word)")
        }
    }
}
