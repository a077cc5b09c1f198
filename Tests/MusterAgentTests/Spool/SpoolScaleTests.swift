import Foundation
import Luck
import MusterModel
import Testing

@testable import MusterAgent

/// A spool as large as it gets: damaged anywhere, three days without a collector, and read
/// again at a start.
struct SpoolScaleTests {
    /// 64 KiB in 20 reports, then one file cut or one bit flipped: the rest is delivered,
    /// the damaged one declared (R2).
    @Test func whereverASpoolIsDamagedTheRestIsDelivered() {
        for seed in 0..<(SpoolTests.isLong ? 5_000 : 150) {
            var luck = SeededNumbers(seed)
            var story = SpoolStory()
            story.start()
            for _ in 0..<20 { story.report(.verdict, size: 3_000) }
            let names = story.files.content.keys.sorted()
            guard let name = names.randomElement(using: &luck) else { continue }
            let isCut = Bool.random(using: &luck)
            story.files.corrupt(name) { bytes in
                let place = Int.random(in: 0..<bytes.count, using: &luck)
                if isCut {
                    bytes.removeSubrange(place...)
                } else {
                    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &luck)
                }
            }
            story.start()
            #expect(story.pending.count == 19, "seed \(seed): \(name)")
            #expect(story.troubles.contains { $0.hasPrefix(name) }, "seed \(seed)")
            story.end()
            #expect(story.wrongs.isEmpty, "seed \(seed): \(story.wrongs.prefix(3))")
            #expect(story.received.count == 21, "seed \(seed): the other 19 and the last two")
        }
    }

    /// 4,320 reports, one a minute for 72 h, stay below 32 MiB, and all are accounted for
    /// (R7).
    @Test func threeDaysWithoutACollectorStayInTheirBound() {
        var story = SpoolStory(limits: .usual)
        story.start()
        for minute in 0..<4_320 {
            // Most say what the one before said; each hour something changes.
            let kind: SpoolEntry.Kind =
                minute % 360 == 0 ? .verdict : minute % 60 == 0 ? .change : .same
            story.report(kind, size: 22_000)
        }
        let bytes = story.files.content.values.reduce(0) { $0 + $1.count }
        #expect(bytes <= 32 << 20)
        #expect(story.pending.count <= 4_096)
        #expect(story.pending.filter { $0.kind == .verdict }.count == 12)
        story.end()
        #expect(story.wrongs.isEmpty, "\(story.wrongs.prefix(3))")
    }

    /// A start with a spool as full as it may be (R9): 4,096 reports of 7 KiB. The time is
    /// printed; only what hangs fails here.
    @Test(.timeLimit(.minutes(1))) func aFullSpoolIsReadAtAStart() throws {
        let path = FileManager.default.temporaryDirectory.path + "/full-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try SpoolFolder(path)
        for number in 1...4_096 as ClosedRange<Int64> {
            let record = SpoolRecord(
                sequence: number, kind: .change, gaps: [], sections: [],
                body: Array(repeating: UInt8(ascii: "x"), count: 7_000))
            let file = try folder.create(record.name.text)
            _ = try folder.write(record.bytes[...], to: file)
            folder.close(file)
        }
        let began = ContinuousClock.now
        let spool = try Spool(in: folder)
        print(
            "a spool of \(spool.pending.count) reports was read in \(ContinuousClock.now - began)")
        #expect(spool.pending.count == 4_096)
        #expect(spool.next == 4_097)
        #expect(spool.troubles.isEmpty)
    }
}
