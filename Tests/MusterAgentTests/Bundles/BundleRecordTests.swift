import Foundation
import MusterModel
import Testing

@testable import MusterAgent

/// Which bundles a node takes, and what it never forgets.
@Suite struct BundleRecordTests {
    private let secret = BundleSecret()
    private let today: CalendarDate

    init() throws { today = try #require(CalendarDate("2026-12-01")) }

    private func signed(
        _ version: Int64, _ text: String = "x", until: String? = nil, by other: BundleSecret? = nil
    ) throws -> [UInt8] {
        let bundle = try CheckBundle(
            version: version, made: 1, until: until.flatMap(CalendarDate.init),
            files: [.init(name: "a.yaml", text: text)])
        return try #require(SignedBundle(bundle, by: other ?? secret)).bytes
    }

    private func take(
        _ record: inout BundleRecord, _ bytes: [UInt8], objection: String? = nil
    ) -> BundleRecord.Fate {
        record.take(bytes, trusting: [secret.key], on: today) { _ in objection }
    }

    private func version(of fate: BundleRecord.Fate) -> Int64? {
        if case .adopted(let mark) = fate { mark.version } else { nil }
    }

    private func refusal(of fate: BundleRecord.Fate) -> String {
        if case .refused(let why) = fate { why } else { "" }
    }

    @Test func versionsOnlyRise() throws {
        var record = BundleRecord()
        #expect(version(of: take(&record, try signed(2))) == 2)
        #expect(refusal(of: take(&record, try signed(1))).contains("version 2 was seen before"))
        #expect(refusal(of: take(&record, try signed(2, "y"))).contains("with other content"))
        #expect(record.version == 2)
        // The same again is what a node asks for whose file was damaged.
        #expect(version(of: take(&record, try signed(2))) == 2)
        #expect(version(of: take(&record, try signed(9))) == 9)
        // Going back: the old files under a higher version.
        #expect(version(of: take(&record, try signed(10))) == 10)
        #expect(refusal(of: take(&record, try signed(9))).contains("version 10"))
    }

    @Test func whatNobodyKnownSignedChangesNothing() throws {
        var record = BundleRecord()
        _ = take(&record, try signed(2))
        let before = record
        for bytes in [
            try signed(3, by: BundleSecret()), [], Array("<html>".utf8),
            try signed(3).dropLast(), [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0],
        ] as [[UInt8]] {
            #expect(refusal(of: take(&record, bytes)) != "")
            #expect((record.version, record.digest) == (before.version, before.digest))
        }
    }

    /// An older program refuses it whole, and takes it when it is newer; nothing below it ever.
    @Test func aGenuineOneThatDoesNotLoadIsTakenLater() throws {
        var record = BundleRecord()
        _ = take(&record, try signed(2))
        let why = take(&record, try signed(3), objection: "a.yaml:1:1: unknown fact")
        #expect(refusal(of: why) == "version 3: a.yaml:1:1: unknown fact")
        #expect(record.refusal == refusal(of: why) && record.version == 3)
        #expect(refusal(of: take(&record, try signed(2))) != "")
        #expect(version(of: take(&record, try signed(3))) == 3)
        #expect(record.refusal == nil)
    }

    /// Many marks on few letters: what is kept is bounded by its bytes.
    @Test func aRefusalOfMuchCanBeKept() throws {
        var record = BundleRecord()
        let marked = "e" + String(repeating: "\u{301}", count: 9)
        let why = take(
            &record, try signed(3), objection: String(repeating: marked, count: 900))
        #expect(refusal(of: why).count > 20)
        #expect(record.bytes.count <= BundleRecord.bytesAtMost)
        #expect(BundleRecord(record.bytes) == record)
    }

    @Test func whatHasEndedIsNotTaken() throws {
        var record = BundleRecord()
        let fate = take(&record, try signed(4, until: "2026-11-30"))
        #expect(refusal(of: fate).contains("until 2026-11-30"))
        #expect(version(of: take(&record, try signed(5, until: "2026-12-01"))) == 5)
    }

    @Test func aRecordIsReadAsItWasWritten() throws {
        var record = BundleRecord()
        #expect(BundleRecord(record.bytes) == record)
        _ = take(&record, try signed(7))
        _ = take(&record, try signed(8), objection: "\u{1B}[31mred")
        #expect(BundleRecord(record.bytes) == record)
        #expect(record.refusal?.contains("\u{1B}") == false)
        #expect(BundleRecord(Array(record.bytes.dropLast())) == nil)
        #expect(BundleRecord([]) == nil)
        let nameless = #"{"format":"muster-bundle-record/1","version":7}"#
        #expect(BundleRecord(Array(nameless.utf8)) == nil)
    }

    // What lies on the disk

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/bundles-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try SpoolFolder(folder)
        try body(folder)
    }

    private func keep(_ bytes: [UInt8], in files: BundleFiles) throws {
        var record = try files.remembered()
        let fate = take(&record, bytes)
        try files.keep(Adoption(fate, record), of: bytes)
    }

    @Test(arguments: ["bundle", "bundle-record"])
    func eitherFileOutlivesTheOther(_ damaged: String) throws {
        try withFolder { folder in
            let files = BundleFiles(in: folder, trusting: [secret.key])
            #expect(files.digest == nil)
            #expect(try files.remembered().version == 0)
            try keep(try signed(6), in: files)
            #expect(try files.remembered().version == 6 && files.digest != nil)
            try Data("{".utf8).write(to: URL(filePath: "\(folder)/\(damaged)"))
            #expect(try files.remembered().version == 6, "after damage")
            try FileManager.default.removeItem(atPath: "\(folder)/\(damaged)")
            #expect(try files.remembered().version == 6, "after a loss")
            try keep(try signed(5), in: files)
            #expect(try files.remembered().version == 6)
            try keep(try signed(6), in: files)
            #expect(files.digest != nil)
            #expect(try files.signed == signed(6))
        }
    }

    @Test func aRefusedOneLeavesWhatIsInUse() throws {
        try withFolder { folder in
            let files = BundleFiles(in: folder, trusting: [secret.key])
            try keep(try signed(6), in: files)
            try keep(try signed(7, by: BundleSecret()), in: files)
            #expect(try files.signed == signed(6))
            // A key that is pinned no more proves nothing that lies there either.
            let other = BundleFiles(in: folder, trusting: [BundleSecret().key])
            #expect(other.digest == nil)
            #expect(try other.remembered().version == 6)
        }
    }

    @Test func whatTheChildSaysIsReadAsItWasSaid() throws {
        var record = BundleRecord()
        for bytes in [try signed(1), try signed(2, by: BundleSecret())] {
            let adoption = Adoption(take(&record, bytes), record)
            #expect(Adoption(adoption.frames) == adoption)
        }
        #expect(Adoption(Frames()) == nil)
    }

    @Test(arguments: [
        ("https://c.example.org/api/v1/reports", "https://c.example.org/api/v1/bundle"),
        ("https://c.example.org:8443/reports?x=/y", "https://c.example.org:8443/bundle"),
        ("https://c.example.org/", "https://c.example.org/bundle"),
        ("https://c.example.org", "https://c.example.org/bundle"),
        ("https://c.example.org?x", "https://c.example.org/bundle"),
        ("http://127.0.0.1:9/a/", "http://127.0.0.1:9/a/bundle"),
    ])
    func aBundleLiesBesideTheReports(url: String, expected: String) throws {
        #expect(try PushTarget(url).beside("bundle").url == expected)
    }
}
