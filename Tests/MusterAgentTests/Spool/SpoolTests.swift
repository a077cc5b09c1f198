import Foundation
import Glibc
import Luck
import MusterModel
import Testing

@testable import MusterAgent

/// Nothing that was kept is lost without a word, whatever fails.
struct SpoolTests {
    /// Long forms run where this is set.
    static let isLong = ProcessInfo.processInfo.environment["MUSTER_LONG"] != nil

    private static let kinds = SpoolEntry.Kind.allCases

    /// A life of reports, lost answers, refusals, faults and power cuts.
    private func wrongs(seed: Int, cuts: Bool, faults: Bool, limits: SpoolLimits) -> [String] {
        var luck = SeededNumbers(seed)
        var story = SpoolStory(limits: limits)
        story.start()
        for _ in 0..<Int.random(in: 5...40, using: &luck) {
            switch Int.random(in: 0..<12, using: &luck) {
            case 0..<5: story.report(Self.kinds.randomElement(using: &luck) ?? .same)
            case 5..<8: story.deliver()
            case 8: story.deliver(isAnswered: false)
            case 9: story.deliver(isRefused: true)
            case 10 where faults:
                let call = story.files.calls + Int.random(in: 1...12, using: &luck)
                let what = ModelFiles.Mishap.allCases.dropLast().randomElement(using: &luck)
                story.files.fail(at: call, by: what ?? .noSpace)
            case 11 where cuts: story.cut(&luck)
            default: story.start()
            }
        }
        story.files.fail(at: 0, by: .noSpace)
        story.end()
        return story.wrongs
    }

    @Test(arguments: [
        (cuts: false, faults: false), (cuts: true, faults: false), (cuts: false, faults: true),
        (cuts: true, faults: true),
    ])
    func everyReportArrivesOrIsDeclared(cuts: Bool, faults: Bool) {
        for seed in 0..<(Self.isLong ? 100_000 : 1_500) {
            let limits = seed % 3 == 0 ? SpoolLimits(bytes: 12_000, files: 6, floor: 0) : .usual
            let wrongs = wrongs(seed: seed, cuts: cuts, faults: faults, limits: limits)
            #expect(wrongs.isEmpty, "seed \(seed): \(wrongs.prefix(3))")
            if !wrongs.isEmpty { return }
        }
    }

    /// One story in which everything happens once.
    private func tell(_ story: inout SpoolStory) {
        story.start()
        for kind in Self.kinds { story.report(kind) }
        story.deliver(isAnswered: false)
        story.report(.same)
        story.report(.same)
        story.deliver()
        story.report(.change)
        story.deliver(isRefused: true)
        story.report(.same, size: 4000)
        story.report(.verdict, size: 4000)
    }

    @Test(arguments: ModelFiles.Mishap.allCases)
    func everyCallMayFailOnce(what: ModelFiles.Mishap) {
        let limits = SpoolLimits(bytes: 26_000, files: 8, floor: 0)
        var calm = SpoolStory(limits: limits)
        tell(&calm)
        #expect(calm.files.calls > 60)
        for call in 1...calm.files.calls {
            var story = SpoolStory(limits: limits)
            var luck = SeededNumbers(call)
            story.files.fail(at: call, by: what)
            tell(&story)
            if what == .powerCut { story.cut(&luck) }
            story.end()
            #expect(story.wrongs.isEmpty, "\(what) at call \(call): \(story.wrongs.prefix(3))")
        }
    }

    @Test func everyMishapIsNoticedByTheModelItself() throws {
        // A spool that renames without fsync before must lose something here.
        var lost = 0
        for seed in 0..<50 {
            let files = ModelFiles()
            var luck = SeededNumbers(seed)
            let file = try files.create("a")
            _ = try files.write([1, 2, 3][...], to: file)
            try files.rename("a", to: "b")
            files.cutPower(&luck)
            if files.content["b"] != [1, 2, 3] { lost += 1 }
        }
        #expect(lost > 10)
    }

    @Test func signsOfLifeAreCoalescedAndChangesAreNot() {
        var story = SpoolStory()
        story.start()
        for kind in [SpoolEntry.Kind.verdict, .same, .same, .same, .change, .same] {
            story.report(kind)
        }
        #expect(story.pending.map(\.sequence) == [1, 4, 5, 6])
        #expect(
            story.pending.first { $0.sequence == 4 }?.gaps
                == [Gap(2, through: 3, .coalesced)].compactMap(\.self))
        story.end()
        #expect(story.wrongs.isEmpty)
    }

    @Test func aFullSpoolKeepsVerdictsLongest() {
        var story = SpoolStory(limits: SpoolLimits(bytes: 1 << 20, files: 4, floor: 0))
        story.start()
        for kind in [SpoolEntry.Kind.verdict, .change, .verdict, .change, .verdict, .change] {
            story.report(kind)
        }
        #expect(story.pending.map(\.kind) == [.verdict, .verdict, .verdict, .change])
        story.end()
        #expect(story.wrongs.isEmpty)
    }

    @Test func theFloorOfFreeSpaceIsKept() {
        let files = ModelFiles()
        files.leave(free: 100_000)
        var story = SpoolStory(files, limits: SpoolLimits(bytes: 1 << 20, files: 99, floor: 99_000))
        story.start()
        story.report(.verdict)
        #expect(story.pending.isEmpty)
        files.leave(free: 1 << 30)
        story.report(.verdict)
        #expect(story.pending.first?.gaps == [Gap(of: 1, .unwritable)])
        story.end()
        #expect(story.wrongs.isEmpty)
    }

    @Test func numbersGoOnWhereAllWasDelivered() {
        var story = SpoolStory()
        story.start()
        story.report(.change)
        story.report(.change)
        story.deliver()
        story.deliver()
        story.start()
        story.report(.change)
        #expect(story.pending.map(\.sequence) == [3])
    }

    @Test func aDamagedFileIsPutAsideAndTheRestIsDelivered() {
        var story = SpoolStory()
        story.start()
        for _ in 0..<3 { story.report(.change) }
        story.files.corrupt("0000000000000002.change") { $0[100] ^= 4 }
        story.start()
        #expect(story.pending.map(\.sequence) == [1, 3])
        #expect(story.troubles.contains { $0.contains("0000000000000002.change: its digest") })
        story.end()
        #expect(story.wrongs.isEmpty)
        #expect(story.gaps.contains { $0.contains(2) && $0.reason == .damaged })
        #expect(story.files.content["0000000000000002.change.damaged.told"] != nil)
    }

    @Test func noTruncatedAndNoFlippedRecordReads() throws {
        let record = SpoolRecord(
            sequence: 7, kind: .verdict, gaps: [Gap(of: 3, .evicted)],
            sections: [String(repeating: "a", count: 64)],
            body: Array(String(repeating: "{\"a\":1}", count: Self.isLong ? 9_000 : 100).utf8))
        let bytes = record.bytes
        #expect(try SpoolRecord(reading: bytes) == record)
        for count in bytes.indices {
            #expect(throws: SpoolRecord.Damage.self) {
                try SpoolRecord(reading: Array(bytes[..<count]))
            }
        }
        for bit in 0..<(bytes.count * 8) {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: SpoolRecord.Damage.self) { try SpoolRecord(reading: flipped) }
        }
    }

    @Test(arguments: [
        "", "..", "x.change", "0000000000000001.other", "1.same",
        "0000000000000000.same", "0000000000000001.same.x", "0000000000000001.same.done.told",
        "-000000000000001.same", "0000000000000001",
    ])
    func foreignNamesAreNone(name: String) { #expect(SpoolName(name) == nil) }

    @Test func everyNameOfOursReads() {
        for kind in Self.kinds {
            for fate in SpoolName.Fate.allCases {
                let name = SpoolName(42, kind, fate)
                #expect(SpoolName(name.text) == name)
            }
        }
    }
}
